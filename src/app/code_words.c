#include "app/code_words.h"

#include <math.h>
#include <string.h>

/* The code font is wider: a little smaller it looks as large as the words around it. */
static const float CODE_SIZE = 0.94f;

/* The next run of one font; empty at the end. A backtick that is alone is a word's own. */
static Text next_run(const char **rest, bool *code) {
    const char *at = *rest, *close = *at == '`' ? strchr(at + 1, '`') : NULL;
    *code = close != NULL;
    if (close) {
        *rest = close + 1;
        return (Text){at + 1, (size_t)(close - at - 1)};
    }
    size_t length = *at ? 1 + strcspn(at + 1, "`") : 0;
    *rest = at + length;
    return (Text){at, length};
}

static TextStyle style_of(TextStyle style, bool code) {
    if (!code) return style;
    style.face = FONT_MONO;
    style.size *= CODE_SIZE;
    return style;
}

float code_words_width(const Ui *ui, TextStyle style, const char *words) {
    float width = 0;
    bool code;
    while (*words) {
        Text run = next_run(&words, &code);
        TextStyle its = style_of(style, code);
        width += text_width(ui->measure, its.face, its.size, run);
    }
    return width;
}

void code_words_draw(Ui *ui, Point at, TextStyle style, const char *words) {
    const float least = style.size; /* in less room a run is not begun */
    float room = style.max_width > 0 ? style.max_width : INFINITY;
    bool code;
    while (*words && room > 0) {
        Text run = next_run(&words, &code);
        TextStyle its = style_of(style, code);
        float width = text_width(ui->measure, its.face, its.size, run);
        float after = *words ? least : 0; /* so that what is cut says so */
        bool cut = width > room || (after > 0 && room - width < after &&
                                    code_words_width(ui, style, words) > room - width);
        its.max_width = isinf(room) ? 0 : cut ? fminf(room, width - 1) : room;
        if (run.length) draw_text(ui->list, at, its, run);
        if (cut) return;
        at.x += width;
        room -= width;
    }
}

void code_words_append_plain(const char *words, TextBuffer *out) {
    bool code;
    while (*words) {
        Text run = next_run(&words, &code);
        text_append(out, run.bytes, run.length);
    }
}
