/* The fonts of this machine behind draw/text_measure.h: found by fontconfig, shaped and rendered by
 * SDL2_ttf. Needs no window and no display.
 *
 * Faces: Inter for the interface and JetBrains Mono for code where they are installed, else DejaVu
 * Sans and DejaVu Sans Mono, else whatever fontconfig offers; a person's own choice goes before
 * all. A code point that a face lacks is drawn with a font that has it; which one is looked up once
 * and remembered. Ligatures of code fonts are broken up, so that "->" and "!=" read as they were
 * typed.
 *
 * Widths, bitmaps and open fonts are cached, each within a bound. Not for use by two threads at
 * once. */
#ifndef LASTREF_PLATFORM_FONTS_H
#define LASTREF_PLATFORM_FONTS_H

#include "base/error.h"
#include "draw/text_measure.h"

#include <stdbool.h>

typedef struct Fonts Fonts;

/* `reproducible` takes DejaVu only, without fallback fonts: for pictures that are compared between
 * machines. Returns null with a message where a face cannot be found or opened. */
Fonts *fonts_create(bool reproducible, Error *error);
void fonts_destroy(Fonts *fonts);

/* Families that a person has chosen; null or "": Lastref's own choice. */
typedef struct FontChoice {
    const char *interface, *code;
} FontChoice;

/* As fonts_create, not reproducible, with these families. One that is not installed, cannot be
 * opened or has no letters is passed over: fonts_family tells. */
Fonts *fonts_create_chosen(FontChoice choice, Error *error);

/* Other families from now on, for all that measures and draws with `fonts`; what was installed
 * since is found, too. What was measured before no longer holds. False with a message, and nothing
 * is changed, where a face cannot be found or opened. */
bool fonts_choose(Fonts *fonts, FontChoice choice, Error *error);

/* Whether a family of that name is installed that can be chosen; capitals do not matter. */
bool fonts_has_family(Fonts *fonts, const char *family);

/* Valid as long as `fonts` is. */
TextMeasure fonts_measure(Fonts *fonts);

/* The family that a face was found in, such as "Inter"; borrowed. */
const char *fonts_family(const Fonts *fonts, FontFace face);

#endif
