/* A narration as it is shown: its values computed at a moment, its words flowing into lines, words
 * that stand for objects lighting them up. */
#ifndef LASTREF_APP_LESSON_RICH_TEXT_H
#define LASTREF_APP_LESSON_RICH_TEXT_H

#include "lesson/narration.h"
#include "ui/ui.h"

typedef struct RichSpan {
    SpanKind kind;
    char *text;    /* owned */
    Handle object; /* that it stands for; null: none */
} RichSpan;

/* A zeroed one is empty. */
typedef struct RichText {
    Array(RichSpan) spans;
    Array(NarrationParagraph) paragraphs;
} RichText;

/* Another text; null or none: it is empty. */
void rich_text_make(RichText *text, const Narration *narration, const Moment *moment);
void rich_text_deinit(RichText *text);

/* What the pointer does to words that stand for objects. */
typedef struct RichAnswer {
    Handle hover, clicked; /* null: none */
} RichAnswer;

/* Height of the text in lines of this width. */
float rich_text_height(Ui *ui, const RichText *text, float width, float size);
/* Draws it; `name` begins the names of its words that stand for objects. Only those in `shown` can
 * be touched. */
RichAnswer rich_text_draw(Ui *ui, const char *name, Rect area, Rect shown, const RichText *text,
                          float size);

#endif
