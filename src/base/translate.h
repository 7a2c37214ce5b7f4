/* Words for people, in their language, by GNU gettext: the English text is the key.
 *
 *     app_say(app, false, _("Saved %s"), path);
 *     static const char *const names[] = {N_("Basic"), N_("Counts")};   ... _(names[i]) ...
 *     translate_many("%u step", "%u steps", count)
 *
 * What people read of the program goes through here. What Python says does not (CPython's messages
 * are English everywhere), nor do names by which the program knows things, states of recorded
 * sessions, and files. Before translate_open all is English, so what is computed without a window
 * is the same on every machine. Sentences are whole: a text put together from pieces cannot be
 * translated. */
#ifndef LASTREF_BASE_TRANSLATE_H
#define LASTREF_BASE_TRANSLATE_H

#include <stddef.h>

/* The text in the language that was opened, or itself. Static. An empty one stays empty. */
const char *translate(const char *text) __attribute__((format_arg(1)));
/* `one` or `many`, as the language has it for a number. */
const char *translate_many(const char *one, const char *many, unsigned long number)
    __attribute__((format_arg(1), format_arg(2)));

#define _(text) translate(text)
/* For xgettext only: translated where it is used. */
#define N_(text)           text
#define N_MANY_(one, many) one, many

/* Takes the language of the environment (LANGUAGE, LC_ALL, LC_MESSAGES, LANG), with catalogues
 * FOLDER/xx/LC_MESSAGES/lastref.mo. Numbers are written as before. Not to be called, nor are the
 * two that follow, while another thread of the program runs. `language` is that of the catalogue:
 * "de", "pt_BR", or "" for English, which is also there when no catalogue can be read. */
void translate_open(const char *folder, char *language, size_t size);

/* The same for a language that a person has chosen, whatever the environment says: "de". The
 * environment says it from then on: who wants to come back to the system's language keeps what
 * LANGUAGE was, and calls translate_open when it is so again. */
void translate_open_as(const char *folder, const char *chosen, char *language, size_t size);

/* From here on all is English. */
void translate_close(void);

enum { LANGUAGE_NAME_MAX = 32 /* bytes of a language's name, with its end */ };

#endif
