/* Where the program finds what came with it: lessons, scenes, the script of the first start,
 * catalogues of its words. LASTREF_ASSETS names another place. */
#ifndef LASTREF_COMMAND_ASSETS_H
#define LASTREF_COMMAND_ASSETS_H

#include "platform/files.h"

/* Appends the files of a folder of assets ("lessons") whose names end so; none when it is not
 * there.
 */
void assets_list(const char *kind, const char *ending, FileNames *out);

/* Appends the folder that holds those of lessons; nothing when it is not there. */
void assets_find_folder(TextBuffer *out);

/* The script of the first start: `names`, zeroed, is filled and owns it. Null: there is none. */
const char *assets_find_welcome(FileNames *names);

/* Whether the file is one of the lessons that came with the program. */
bool assets_is_lesson(const char *file);

/* Opens the catalogues in the language of the environment. `language` is that language, "" for
 * English; see translate_open. */
void assets_open_language(char *language, size_t size);
/* Appends the languages that there are catalogues for, by their codes: "de". */
void assets_list_languages(FileNames *out);
/* Takes the language that is chosen ("en", "de"), where it is there; else that of the environment,
 * where `system` is what LANGUAGE was, once assets_open_language had looked at it; null: it was not
 * set. `language` as there. */
void assets_choose_language(const char *chosen, const char *system, const FileNames *languages,
                            char *language, size_t size);

#endif
