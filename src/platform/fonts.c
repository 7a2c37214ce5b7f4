#include "platform/fonts.h"

#include "base/array.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/translate.h"
#include "platform/run_cache.h"
#include "platform/text_order.h"

#include <fontconfig/fontconfig.h>
#include <math.h>
#include <SDL.h>
#include <SDL_ttf.h>
#include <string.h>

enum {
    MAX_FILES = 64,          /* faces and fallback fonts */
    MAX_OPEN = 48,           /* fonts open at some size */
    MAX_RUN_BYTES = 2048,    /* of one run; the rest is cut off */
    MAX_RUN_PIXELS = 8192,   /* width of one bitmap */
    MAX_PIXEL_SIZE = 400,    /* em */
    SIZE_STEPS = 4,          /* sizes are told apart to a quarter of a pixel */
    MEASURE_EM = 64,         /* widths are measured at this em and scaled */
    MEASURE_FINENESS = 32,   /* and, across, in this part of a pixel of it: SDL2_ttf rounds down */
    OVERSAMPLING = 4,        /* horizontal: glyphs are placed to a quarter of a pixel */
    FALLBACK_CAPACITY = 4096 /* code points remembered; a power of two */
};

/* SDL2_ttf takes whole points and a resolution: at 9 points, a resolution of 8 is one pixel of em.
 * So fractional sizes, and different ones across and down, are resolutions. */
enum { POINTS = 9, DOTS_PER_EM_PIXEL = 8 };

static const size_t WIDTH_BOUND = 2u << 20, BITMAP_BOUND = 24u << 20; /* bytes */

typedef struct FontFile {
    char *path;
    long index; /* in a collection */
    char family[64];
    FcCharSet *characters;
} FontFile;

typedef struct OpenFont {
    TTF_Font *font;
    int file;
    uint32_t size; /* quarter pixels; 0: for measuring */
    uint64_t used; /* when; the least is closed first */
} OpenFont;

typedef struct Fallback {
    uint32_t code_point; /* 0: empty */
    uint8_t face;
    int8_t file; /* -1: no font has it */
} Fallback;

struct Fonts {
    bool reproducible;
    FcConfig *config;
    FontFile files[MAX_FILES];
    int file_count;
    int faces[FONT_FACE_COUNT]; /* numbers of files */
    OpenFont open[MAX_OPEN];
    uint64_t uses;
    FontMetrics metrics[FONT_FACE_COUNT]; /* at an em of 1 */
    Fallback fallbacks[FALLBACK_CAPACITY];
    int fallback_count;
    RunCache widths, bitmaps;
};

typedef struct FaceWish {
    const char *families[2]; /* best first */
    int weight;              /* fontconfig's */
    int spacing;
} FaceWish;

static const FaceWish wishes[FONT_FACE_COUNT] = {
    [FONT_UI] = {{"Inter", "DejaVu Sans"}, FC_WEIGHT_REGULAR, FC_PROPORTIONAL},
    [FONT_UI_MEDIUM] = {{"Inter", "DejaVu Sans"}, FC_WEIGHT_MEDIUM, FC_PROPORTIONAL},
    [FONT_UI_BOLD] = {{"Inter", "DejaVu Sans"}, FC_WEIGHT_DEMIBOLD, FC_PROPORTIONAL},
    [FONT_MONO] = {{"JetBrains Mono", "DejaVu Sans Mono"}, FC_WEIGHT_REGULAR, FC_MONO},
    [FONT_MONO_BOLD] = {{"JetBrains Mono", "DejaVu Sans Mono"}, FC_WEIGHT_BOLD, FC_MONO},
};

/* A part of a run that one font draws in one direction; offsets into the cleaned text. */
typedef struct Segment {
    int file;
    size_t start, length;
    bool right_to_left;
    char script[5]; /* "" from left to right */
} Segment;

typedef Array(Segment) Segments;

static FcPattern *face_pattern(FontFace face, const char *family) {
    FcPattern *pattern = FcPatternCreate();
    if (family) FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)family);
    if (wishes[face].spacing == FC_MONO) {
        FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)"monospace");
    } else {
        FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)"sans-serif");
    }
    FcPatternAddInteger(pattern, FC_WEIGHT, wishes[face].weight);
    FcPatternAddInteger(pattern, FC_SLANT, FC_SLANT_ROMAN);
    FcPatternAddBool(pattern, FC_OUTLINE, FcTrue);
    FcPatternAddBool(pattern, FC_SCALABLE, FcTrue);
    FcPatternAddBool(pattern, FC_VARIABLE, FcFalse);
    FcPatternAddBool(pattern, FC_COLOR, FcFalse);
    return pattern;
}

static bool has_family(const FcPattern *found, const char *family) {
    FcChar8 *name;
    for (int i = 0; FcPatternGetString(found, FC_FAMILY, i, &name) == FcResultMatch; i++) {
        if (FcStrCmpIgnoreCase(name, (const FcChar8 *)family) == 0) return true;
    }
    return false;
}

/* The number of the font's file, added if it is new; -1 where there is no room or no file. */
static int file_of(Fonts *fonts, FcPattern *found) {
    FcChar8 *path, *family;
    int index = 0;
    FcCharSet *characters;
    if (FcPatternGetString(found, FC_FILE, 0, &path) != FcResultMatch) return -1;
    if (FcPatternGetCharSet(found, FC_CHARSET, 0, &characters) != FcResultMatch) return -1;
    if (FcPatternGetInteger(found, FC_INDEX, 0, &index) != FcResultMatch) index = 0;
    index &= 0xFFFF; /* above lie named instances of variable fonts */
    for (int i = 0; i < fonts->file_count; i++) {
        const FontFile *file = &fonts->files[i];
        if (file->index == index && strcmp(file->path, (const char *)path) == 0) return i;
    }
    if (fonts->file_count == MAX_FILES) return -1;
    FontFile *file = &fonts->files[fonts->file_count];
    size_t length = strlen((const char *)path) + 1;
    file->path = memory_alloc(length);
    memcpy(file->path, path, length);
    file->index = index;
    file->characters = FcCharSetCopy(characters);
    if (FcPatternGetString(found, FC_FAMILY, 0, &family) == FcResultMatch)
        SDL_strlcpy(file->family, (const char *)family, sizeof file->family);
    return fonts->file_count++;
}

/* The best font for the pattern, which is used up, if it is of the family and has the code point;
 * null, 0: any does. */
static FcPattern *find_match(const Fonts *fonts, FcPattern *pattern, const char *family,
                             uint32_t code_point) {
    FcConfigSubstitute(fonts->config, pattern, FcMatchPattern);
    FcDefaultSubstitute(pattern);
    FcResult result;
    FcPattern *found = FcFontMatch(fonts->config, pattern, &result);
    FcPatternDestroy(pattern);
    if (!found) return NULL;
    FcCharSet *characters;
    bool fits = !family || has_family(found, family);
    if (code_point && (FcPatternGetCharSet(found, FC_CHARSET, 0, &characters) != FcResultMatch ||
                       !FcCharSetHasChar(characters, code_point)))
        fits = false;
    if (fits) return found;
    FcPatternDestroy(found);
    return NULL;
}

static int match(Fonts *fonts, FcPattern *pattern, const char *family, uint32_t code_point) {
    FcPattern *found = find_match(fonts, pattern, family, code_point);
    int file = found ? file_of(fonts, found) : -1;
    if (found) FcPatternDestroy(found);
    return file;
}

bool fonts_has_family(Fonts *fonts, const char *family) {
    FcPattern *found = find_match(fonts, face_pattern(FONT_UI, family), family, 'a');
    if (found) FcPatternDestroy(found);
    return found != NULL;
}

static bool find_face(Fonts *fonts, FontFace face, Error *error) {
    const char *const *families = wishes[face].families;
    int file = -1;
    for (int i = fonts->reproducible ? 1 : 0; i < 2 && file < 0; i++)
        file = match(fonts, face_pattern(face, families[i]), families[i], 0);
    if (file < 0 && fonts->reproducible)
        return error_set(error, _("the font %s is not installed (Debian: fonts-dejavu-core)"),
                         families[1]);
    if (file < 0) file = match(fonts, face_pattern(face, NULL), NULL, 'a');
    if (file < 0)
        return error_set(error,
                         _("no font was found; install one, for example %s or %s "
                           "(Debian: fonts-inter, fonts-jetbrains-mono, fonts-dejavu-core)"),
                         families[0], families[1]);
    fonts->faces[face] = file;
    return true;
}

static OpenFont *oldest(Fonts *fonts) {
    OpenFont *found = &fonts->open[0];
    for (int i = 0; i < MAX_OPEN; i++) {
        if (!fonts->open[i].font) return &fonts->open[i];
        if (fonts->open[i].used < found->used) found = &fonts->open[i];
    }
    TTF_CloseFont(found->font);
    found->font = NULL;
    return found;
}

/* `size` in quarter pixels, 0 for the font that widths are measured with. Null if the file has
 * gone. */
static TTF_Font *open_font(Fonts *fonts, int file, uint32_t size) {
    for (int i = 0; i < MAX_OPEN; i++) {
        OpenFont *open = &fonts->open[i];
        if (open->font && open->file == file && open->size == size) {
            open->used = ++fonts->uses;
            return open->font;
        }
    }
    OpenFont *open = oldest(fonts);
    unsigned down = size ? size * DOTS_PER_EM_PIXEL / SIZE_STEPS : MEASURE_EM * DOTS_PER_EM_PIXEL;
    unsigned across = down * (size ? OVERSAMPLING : MEASURE_FINENESS);
    const FontFile *source = &fonts->files[file];
    TTF_Font *font = TTF_OpenFontIndexDPI(source->path, POINTS, source->index, across, down);
    if (!font) return NULL;
    /* Light hinting moves outlines up and down only, so advances stay as designed. */
    TTF_SetFontHinting(font, size ? TTF_HINTING_LIGHT : TTF_HINTING_NONE);
    *open = (OpenFont){font, file, size, ++fonts->uses};
    return font;
}

static bool measure_face(Fonts *fonts, FontFace face, Error *error) {
    int file = fonts->faces[face];
    TTF_Font *font = open_font(fonts, file, 0);
    if (!font)
        return error_set(error, _("the font %s cannot be opened: %s"), fonts->files[file].path,
                         TTF_GetError());
    int top = 0;
    if (TTF_GlyphMetrics32(font, 'H', NULL, NULL, NULL, &top, NULL) != 0 || top <= 0)
        top = TTF_FontAscent(font) * 3 / 4;
    fonts->metrics[face] = (FontMetrics){.ascent = (float)TTF_FontAscent(font) / MEASURE_EM,
                                         .descent = (float)-TTF_FontDescent(font) / MEASURE_EM,
                                         .line_height = (float)TTF_FontLineSkip(font) / MEASURE_EM,
                                         .cap_height = (float)top / MEASURE_EM};
    return true;
}

/* With the chosen family, which may be null. */
static bool open_chosen(Fonts *fonts, FontFace face, const char *family) {
    Error error;
    if (!family || !family[0]) return false;
    int file = match(fonts, face_pattern(face, family), family, 'a');
    if (file < 0) return false;
    fonts->faces[face] = file;
    return measure_face(fonts, face, &error);
}

static bool find_faces(Fonts *fonts, FontChoice choice, Error *error) {
    for (int i = 0; i < FONT_FACE_COUNT; i++) {
        FontFace face = (FontFace)i;
        bool code = wishes[face].spacing == FC_MONO;
        if (open_chosen(fonts, face, code ? choice.code : choice.interface)) continue;
        if (!find_face(fonts, face, error) || !measure_face(fonts, face, error)) return false;
    }
    return true;
}

static Fonts *create(bool reproducible, FontChoice choice, Error *error) {
    if (TTF_Init() != 0) {
        error_set(error, _("fonts cannot be used: %s"), TTF_GetError());
        return NULL;
    }
    Fonts *fonts = memory_alloc(sizeof *fonts);
    fonts->reproducible = reproducible;
    fonts->widths.bound = WIDTH_BOUND;
    fonts->bitmaps.bound = BITMAP_BOUND;
    fonts->config = FcInitLoadConfigAndFonts();
    bool ok = fonts->config != NULL;
    if (!ok) error_set(error, _("fontconfig cannot read its configuration"));
    if (ok && find_faces(fonts, choice, error)) return fonts;
    fonts_destroy(fonts);
    return NULL;
}

Fonts *fonts_create(bool reproducible, Error *error) {
    return create(reproducible, (FontChoice){0}, error);
}

Fonts *fonts_create_chosen(FontChoice choice, Error *error) {
    return create(false, choice, error);
}

/* All that was read of files; the configuration stays. */
static void forget_files(Fonts *fonts) {
    for (int i = 0; i < MAX_OPEN; i++) {
        if (fonts->open[i].font) TTF_CloseFont(fonts->open[i].font);
    }
    for (int i = 0; i < fonts->file_count; i++) {
        memory_free(fonts->files[i].path);
        FcCharSetDestroy(fonts->files[i].characters);
    }
    run_cache_deinit(&fonts->widths);
    run_cache_deinit(&fonts->bitmaps);
}

/* Takes over what `from` has read, which is used up. */
static void take_over(Fonts *fonts, Fonts *from) {
    forget_files(fonts);
    if (fonts->config) FcConfigDestroy(fonts->config);
    *fonts = *from;
    memory_free(from);
    TTF_Quit(); /* counted: each of the two has opened it */
}

bool fonts_choose(Fonts *fonts, FontChoice choice, Error *error) {
    Fonts *chosen = create(fonts->reproducible, choice, error);
    if (chosen) take_over(fonts, chosen);
    return chosen != NULL;
}

void fonts_destroy(Fonts *fonts) {
    if (!fonts) return;
    forget_files(fonts);
    if (fonts->config) FcConfigDestroy(fonts->config);
    memory_free(fonts);
    TTF_Quit();
}

const char *fonts_family(const Fonts *fonts, FontFace face) {
    return fonts->files[fonts->faces[face]].family;
}

static int look_up_fallback(Fonts *fonts, FontFace face, uint32_t code_point) {
    FcPattern *pattern = face_pattern(face, NULL);
    FcCharSet *wanted = FcCharSetCreate();
    FcCharSetAddChar(wanted, code_point);
    FcPatternAddCharSet(pattern, FC_CHARSET, wanted);
    FcCharSetDestroy(wanted);
    return match(fonts, pattern, NULL, code_point);
}

/* The file that draws this code point: the face's own where it can; where nothing can, the font of
 * code, with a box for each. */
static int file_for(Fonts *fonts, FontFace face, uint32_t code_point) {
    int own = fonts->faces[face], none = fonts->faces[FONT_MONO];
    if (code_point < 0x7F || fonts->reproducible ||
        FcCharSetHasChar(fonts->files[own].characters, code_point))
        return own;
    size_t mask = FALLBACK_CAPACITY - 1;
    size_t slot = (size_t)hash_mix((uint64_t)face << 32 | code_point) & mask;
    for (; fonts->fallbacks[slot].code_point; slot = (slot + 1) & mask) {
        const Fallback *known = &fonts->fallbacks[slot];
        if (known->code_point == code_point && known->face == face)
            return known->file < 0 ? none : known->file;
    }
    if (fonts->fallback_count > FALLBACK_CAPACITY / 2) {
        memset(fonts->fallbacks, 0, sizeof fonts->fallbacks);
        fonts->fallback_count = 0;
        slot = (size_t)hash_mix((uint64_t)face << 32 | code_point) & mask;
    }
    int file = look_up_fallback(fonts, face, code_point);
    fonts->fallbacks[slot] = (Fallback){code_point, (uint8_t)face, (int8_t)file};
    fonts->fallback_count++;
    return file < 0 ? none : file;
}

/* Marks that belong to the character before them, and so to its font. */
static bool is_attached(uint32_t c) {
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x1AB0 && c <= 0x1AFF) || c == 0x200C ||
           c == 0x200D || (c >= 0x591 && c <= 0x5BD) || (c >= 0x610 && c <= 0x61A) ||
           (c >= 0x64B && c <= 0x65F) || (c >= 0x20D0 && c <= 0x20FF) ||
           (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x1F3FB && c <= 0x1F3FF);
}

static bool is_ascii_sign(uint32_t c) {
    return (c > ' ' && c < '0') || (c > '9' && c < 'A') || (c > 'Z' && c < 'a' && c != '_') ||
           (c > 'z' && c < 0x7F);
}

/* Without control characters; how many there are of the run. */
static size_t clean_characters(Text text, uint32_t *characters) {
    const char *at = text.bytes;
    const char *end = at + (text.length < MAX_RUN_BYTES ? text.length : MAX_RUN_BYTES);
    size_t count = 0;
    while (at < end) {
        int32_t decoded = utf8_next(&at, end);
        uint32_t c = decoded < 0 ? 0xFFFD : (uint32_t)decoded;
        if (c < 0x20) c = ' ';
        if (c == 0x7F || (c >= 0x80 && c < 0xA0) || c == 0xFEFF) c = 0xFFFD;
        characters[count++] = c;
    }
    return count;
}

/* What one font draws of a part, in the order in which it is read. */
static void segment_part(Fonts *fonts, FontFace face, const uint32_t *characters,
                         const TextPart *part, TextBuffer *clean, Segments *segments) {
    bool mono = face == FONT_MONO || face == FONT_MONO_BOLD;
    size_t first = segments->count;
    uint32_t before = ' ';
    for (size_t i = part->first; i < part->first + part->count; i++) {
        uint32_t c = characters[i];
        bool begun = segments->count > first;
        int file = begun && is_attached(c) ? array_last(segments).file : file_for(fonts, face, c);
        bool same = begun && array_last(segments).file == file;
        if (mono && is_ascii_sign(before) && is_ascii_sign(c)) same = false;
        if (!same) {
            Segment made = {.file = file, .right_to_left = part->right_to_left};
            memcpy(made.script, part->script, sizeof made.script);
            if (segments->count) text_append_char(clean, '\0');
            made.start = clean->length;
            array_push(segments, made);
        }
        text_append_code_point(clean, c);
        array_last(segments).length = clean->length - array_last(segments).start;
        before = c;
    }
}

/* The segments from left to right; valid UTF-8, closed by a zero after each segment. */
static void segment(Fonts *fonts, FontFace face, Text text, TextBuffer *clean, Segments *segments) {
    uint32_t characters[MAX_RUN_BYTES];
    TextParts parts = {0};
    text_order(characters, clean_characters(text, characters), &parts);
    for (size_t i = 0; i < parts.count; i++) {
        size_t first = segments->count;
        segment_part(fonts, face, characters, &parts.items[i], clean, segments);
        if (!parts.items[i].right_to_left) continue;
        for (size_t low = first, high = segments->count; low + 1 < high; low++) {
            Segment other = segments->items[--high];
            segments->items[high] = segments->items[low];
            segments->items[low] = other;
        }
    }
    array_deinit(&parts);
}

/* The font of a segment, set to its direction; borrowed. */
static TTF_Font *font_for(Fonts *fonts, const Segment *part, uint32_t size) {
    static const char any_script[] = "Zzzz";
    TTF_Font *font = open_font(fonts, part->file, size);
    if (!font) return NULL;
    TTF_SetFontDirection(font, part->right_to_left ? TTF_DIRECTION_RTL : TTF_DIRECTION_LTR);
    TTF_SetFontScriptName(font, part->script[0] ? part->script : any_script);
    return font;
}

/* In MEASURE_FINENESS parts of a pixel of the measuring font. */
static int segment_width(Fonts *fonts, const Segment *part, const TextBuffer *clean) {
    TTF_Font *font = font_for(fonts, part, 0);
    int width = 0;
    if (!font || TTF_SizeUTF8(font, clean->bytes + part->start, &width, NULL) != 0) return 0;
    return width;
}

static float measure_width(void *context, FontFace face, float size, Text text) {
    Fonts *fonts = context;
    RunEntry *known = run_cache_find(&fonts->widths, face, 0, text);
    if (!known) {
        TextBuffer clean = {0};
        Segments segments = {0};
        segment(fonts, face, text, &clean, &segments);
        int width = 0;
        for (size_t i = 0; i < segments.count; i++)
            width += segment_width(fonts, &segments.items[i], &clean);
        run_cache_trim(&fonts->widths);
        known = run_cache_add(&fonts->widths, face, 0, text, 0, NULL);
        known->width = (float)width / (MEASURE_EM * MEASURE_FINENESS);
        array_deinit(&segments);
        text_deinit(&clean);
    }
    return known->width * size;
}

static FontMetrics measure_metrics(void *context, FontFace face, float size) {
    const Fonts *fonts = context;
    FontMetrics m = fonts->metrics[face];
    return (FontMetrics){m.ascent * size, m.descent * size, m.line_height * size,
                         m.cap_height * size};
}

/* One rendered segment. */
typedef struct Piece {
    SDL_Surface *surface; /* 8 bits a pixel, oversampled across; null for a blank */
    int x;                /* oversampled pixels from the pen to its first column */
    int top;              /* rows from the baseline to its first row */
} Piece;

static Piece render_segment(Fonts *fonts, const Segment *part, const TextBuffer *clean,
                            uint32_t size) {
    TTF_Font *font = font_for(fonts, part, size);
    if (!font) return (Piece){0};
    const SDL_Color white = {255, 255, 255, 255}, black = {0, 0, 0, 255};
    const char *text = clean->bytes + part->start;
    Piece piece = {.surface = TTF_RenderUTF8_Shaded(font, text, white, black)};
    if (!piece.surface) return piece;
    /* The surface starts at the pen, or at the first pixel where a glyph reaches left of it. */
    const char *at = text;
    int32_t first = utf8_next(&at, text + part->length);
    int left = 0;
    if (first >= 0 && !part->right_to_left &&
        TTF_GlyphMetrics32(font, (Uint32)first, &left, NULL, NULL, NULL, NULL) == 0 && left < 0)
        piece.x = left;
    piece.top = -TTF_FontAscent(font);
    return piece;
}

/* Adds the mean of OVERSAMPLING columns, and keeps the greater where pieces overlap. */
static void merge_piece(const Piece *piece, int x, uint8_t *coverage, int width, int height,
                        int top) {
    const SDL_Surface *surface = piece->surface;
    for (int row = 0; row < surface->h; row++) {
        int y = piece->top + row - top;
        if (y < 0 || y >= height) continue;
        const uint8_t *source =
            (const uint8_t *)surface->pixels + (size_t)row * (size_t)surface->pitch;
        uint8_t *target = coverage + (size_t)y * (size_t)width;
        int first = x < 0 ? -((-x + OVERSAMPLING - 1) / OVERSAMPLING) : x / OVERSAMPLING;
        int last = (x + surface->w - 1) / OVERSAMPLING;
        for (int column = first < 0 ? 0 : first; column <= last && column < width; column++) {
            int sum = OVERSAMPLING / 2;
            for (int i = 0; i < OVERSAMPLING; i++) {
                int from = column * OVERSAMPLING + i - x;
                if (from >= 0 && from < surface->w) sum += source[from];
            }
            uint8_t mean = (uint8_t)(sum / OVERSAMPLING);
            if (mean > target[column]) target[column] = mean;
        }
    }
}

static bool is_blank(const uint8_t *bytes, int count) {
    for (int i = 0; i < count; i++) {
        if (bytes[i]) return false;
    }
    return true;
}

/* Keeps the bitmap without the blank rows above and below it. */
static RunEntry *keep_bitmap(Fonts *fonts, FontFace face, uint32_t size, Text text,
                             const uint8_t *coverage, TextBitmap bitmap) {
    size_t row = (size_t)bitmap.width;
    while (bitmap.height > 0 && is_blank(coverage, bitmap.width)) {
        coverage += row;
        bitmap.top++;
        bitmap.height--;
    }
    while (bitmap.height > 0 &&
           is_blank(coverage + row * (size_t)(bitmap.height - 1), bitmap.width))
        bitmap.height--;
    size_t bytes = row * (size_t)bitmap.height;
    unsigned char *kept;
    RunEntry *entry = run_cache_add(&fonts->bitmaps, (uint32_t)face, size, text, bytes, &kept);
    if (bytes) memcpy(kept, coverage, bytes);
    bitmap.stride = bitmap.width;
    bitmap.coverage = kept;
    if (!bytes) bitmap = (TextBitmap){.coverage = kept};
    entry->bitmap = bitmap;
    return entry;
}

static RunEntry *render_run(Fonts *fonts, FontFace face, uint32_t size, Text text) {
    TextBuffer clean = {0};
    Segments segments = {0};
    Array(Piece) pieces = {0};
    segment(fonts, face, text, &clean, &segments);
    int left = 0, right = 0, top = 0, bottom = 0; /* columns oversampled, rows from the baseline */
    float pen = 0;                                /* oversampled */
    float shrink = (float)size / SIZE_STEPS / MEASURE_EM * OVERSAMPLING / MEASURE_FINENESS;
    for (size_t i = 0; i < segments.count && pen < MAX_RUN_PIXELS * OVERSAMPLING; i++) {
        Piece piece = render_segment(fonts, &segments.items[i], &clean, size);
        piece.x += (int)floorf(pen + 0.5f);
        if (i + 1 < segments.count)
            pen += (float)segment_width(fonts, &segments.items[i], &clean) * shrink;
        if (!piece.surface) continue;
        if (piece.x < left) left = piece.x;
        if (piece.x + piece.surface->w > right) right = piece.x + piece.surface->w;
        if (piece.top < top) top = piece.top;
        if (piece.top + piece.surface->h > bottom) bottom = piece.top + piece.surface->h;
        array_push(&pieces, piece);
    }
    int first = -((-left + OVERSAMPLING - 1) / OVERSAMPLING);
    int width = (right + OVERSAMPLING - 1) / OVERSAMPLING - first;
    if (width > MAX_RUN_PIXELS) width = MAX_RUN_PIXELS;
    TextBitmap bitmap = {.width = width, .height = bottom - top, .left = first, .top = top};
    uint8_t *coverage = memory_alloc((size_t)bitmap.width * (size_t)bitmap.height);
    for (size_t i = 0; i < pieces.count; i++) {
        const Piece *piece = &pieces.items[i];
        merge_piece(piece, piece->x - first * OVERSAMPLING, coverage, bitmap.width, bitmap.height,
                    top);
        SDL_FreeSurface(piece->surface);
    }
    RunEntry *entry = keep_bitmap(fonts, face, size, text, coverage, bitmap);
    memory_free(coverage);
    array_deinit(&pieces);
    array_deinit(&segments);
    text_deinit(&clean);
    return entry;
}

static TextBitmap render(void *context, FontFace face, float pixel_size, Text text) {
    Fonts *fonts = context;
    if (!(pixel_size > 0)) return (TextBitmap){0};
    uint32_t size = (uint32_t)(fminf(pixel_size, MAX_PIXEL_SIZE) * SIZE_STEPS + 0.5f);
    if (size == 0) return (TextBitmap){0};
    RunEntry *known = run_cache_find(&fonts->bitmaps, (uint32_t)face, size, text);
    if (!known) known = render_run(fonts, face, size, text);
    return known->bitmap;
}

static void frame(void *context) {
    Fonts *fonts = context;
    run_cache_trim(&fonts->bitmaps);
}

TextMeasure fonts_measure(Fonts *fonts) {
    return (TextMeasure){fonts, measure_width, measure_metrics, render, frame};
}
