/* A line of words in which `code` stands between backticks, as files of scenes and lessons have it:
 * drawn in the font of code, or told without the backticks. */
#ifndef LASTREF_APP_CODE_WORDS_H
#define LASTREF_APP_CODE_WORDS_H

#include "ui/ui.h"

/* On one line from `at` on, the words in the style, whose align has to be TEXT_LEFT. Cut with "…"
 * at its max_width, if that is not 0. */
void code_words_draw(Ui *ui, Point at, TextStyle style, const char *words);
/* As wide as it is drawn. */
float code_words_width(const Ui *ui, TextStyle style, const char *words);
/* Appends the words without backticks: where there is one font only, as in tooltips. */
void code_words_append_plain(const char *words, TextBuffer *out);

#endif
