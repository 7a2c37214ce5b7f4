#include "app/lesson/rich_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float LINE = 1.5f, PARAGRAPH = 0.6f, POINT_INDENT = 1.2f; /* times the size */

/* ---- making ---- */

void rich_text_deinit(RichText *text) {
    for (size_t i = 0; i < text->spans.count; i++) memory_free(text->spans.items[i].text);
    array_deinit(&text->spans);
    array_deinit(&text->paragraphs);
    *text = (RichText){0};
}

void rich_text_make(RichText *text, const Narration *narration, const Moment *moment) {
    rich_text_deinit(text);
    if (!narration) return;
    for (uint32_t i = 0; i < narration->paragraph_count; i++) {
        array_push(&text->paragraphs, narration->paragraphs[i]);
    }
    for (uint32_t i = 0; i < narration->span_count; i++) {
        const NarrationSpan *span = &narration->spans[i];
        TextBuffer said = {0};
        GoalFault fault;
        RichSpan made = {.kind = span->kind};
        narration_append_span(span, moment, &said, &fault);
        if (!narration_span_object(span, moment, &made.object)) made.object = (Handle){0};
        Text words = text_view(&said);
        bool code = span->kind == SPAN_LINK && words.length > 2 && words.bytes[0] == '`' &&
                    words.bytes[words.length - 1] == '`';
        if (code) {
            made.kind = SPAN_CODE; /* a link whose words are code */
            words = (Text){words.bytes + 1, words.length - 2};
        }
        made.text = text_copy(words);
        array_push(&text->spans, made);
        text_deinit(&said);
    }
}

/* ---- flowing ---- */

/* Where the next word goes, and whether anything is drawn. */
typedef struct Flow {
    Ui *ui;
    const char *name;
    Rect area, shown;
    float size, indent, x, y;
    bool drawn;
    RichAnswer answer;
} Flow;

static FontFace face_of(SpanKind kind) {
    switch (kind) {
    case SPAN_BOLD:
    case SPAN_VALUE: return FONT_UI_BOLD;
    case SPAN_CODE: return FONT_MONO;
    default: return FONT_UI;
    }
}

static void next_line(Flow *flow) {
    flow->x = flow->indent;
    flow->y += flow->size * LINE;
}

/* A thin line under words that stand for an object, and what the pointer does to them. */
static void touch(Flow *flow, const RichSpan *span, uint32_t number, Rect word) {
    Ui *ui = flow->ui;
    char name[64];
    Rect touched = rect_intersection(word, flow->shown);
    if (touched.h <= 0) return;
    snprintf(name, sizeof name, "%s.%u", flow->name, number);
    UiAnswer answer = ui_area(ui, name, touched, true, false, NULL);
    Point left = {word.x, rect_bottom(word) - 2};
    draw_line(
        ui->list, left, (Point){rect_right(word), left.y},
        (Stroke){.color = ui->theme->accent, .width = answer.hot ? 1.5f : 1, .dash = 2, .gap = 2});
    if (answer.hot) {
        ui->cursor = CURSOR_HAND;
        flow->answer.hover = span->object;
    }
    if (answer.clicked) flow->answer.clicked = span->object;
}

static float word_width(const Flow *flow, SpanKind kind, Text word) {
    float size = kind == SPAN_CODE ? flow->size - 0.5f : flow->size;
    return text_width(flow->ui->measure, face_of(kind), size, word);
}

/* `joined`: width of what follows without a blank, in other spans, and stays on the same line. */
static void put_word(Flow *flow, const RichSpan *span, uint32_t number, Text word, float joined) {
    Ui *ui = flow->ui;
    const Theme *theme = ui->theme;
    FontFace face = face_of(span->kind);
    float size = span->kind == SPAN_CODE ? flow->size - 0.5f : flow->size;
    float width = word_width(flow, span->kind, word);
    if (flow->x > flow->indent && flow->x + width + joined > flow->area.w) next_line(flow);
    if (flow->drawn) {
        Rect rect = {flow->area.x + flow->x, flow->area.y + flow->y, width, flow->size * LINE};
        if (span->kind == SPAN_CODE) {
            draw_box(ui->list, (Rect){rect.x - 2, rect.y + 2, rect.w + 4, rect.h - 3},
                     (BoxStyle){.fill = theme->panel_inset, .radius = 4});
        }
        bool stands = span->object.serial != 0;
        draw_text(ui->list, (Point){rect.x, rect.y + rect.h / 2},
                  (TextStyle){.face = face,
                              .size = size,
                              .color = stands ? theme->accent : theme->text,
                              .line = TEXT_MIDDLE},
                  word);
        if (stands) touch(flow, span, number, rect);
    }
    flow->x += width;
}

/* How much of a span's text, from its beginning, is not broken over lines. */
static size_t word_length(const Flow *flow, SpanKind kind, Text text) {
    bool whole = kind == SPAN_CODE && /* code is broken only where it must be */
                 text_width(flow->ui->measure, FONT_MONO, flow->size, text) < flow->area.w / 2;
    size_t length = 0;
    while (length < text.length &&
           (whole || (text.bytes[length] != ' ' && text.bytes[length] != '\n'))) {
        length++;
    }
    return length;
}

/* Width of what the spans after this one put to the end of its last word: a comma, an s. */
static float joined_width(const Flow *flow, const RichText *text, uint32_t number, uint32_t end) {
    float width = 0;
    for (uint32_t i = number + 1; i < end; i++) {
        const RichSpan *span = &text->spans.items[i];
        Text whole = text_of(span->text);
        size_t length = word_length(flow, span->kind, whole);
        width += word_width(flow, span->kind, (Text){whole.bytes, length});
        if (length < whole.length) break;
    }
    return width < flow->area.w / 2 ? width : 0; /* a long one has to be broken somewhere */
}

/* Words of one span of a paragraph that ends before `end`; blanks at a line's start are left out.
 */
static void put_span(Flow *flow, const RichText *text, uint32_t number, uint32_t end) {
    const RichSpan *span = &text->spans.items[number];
    Text rest = text_of(span->text);
    float blank = text_width(flow->ui->measure, FONT_UI, flow->size, text_of(" "));
    while (rest.length) {
        size_t length = word_length(flow, span->kind, rest);
        bool spaced = length < rest.length;
        float joined = spaced ? 0 : joined_width(flow, text, number, end);
        if (length) put_word(flow, span, number, (Text){rest.bytes, length}, joined);
        if (spaced && flow->x > flow->indent) flow->x += blank;
        length += spaced;
        rest = (Text){rest.bytes + length, rest.length - length};
    }
}

static float flow_all(Flow *flow, const RichText *text) {
    for (size_t i = 0; i < text->paragraphs.count; i++) {
        const NarrationParagraph *paragraph = &text->paragraphs.items[i];
        flow->indent = paragraph->point ? flow->size * POINT_INDENT : 0;
        flow->x = flow->indent;
        if (i) flow->y += flow->size * PARAGRAPH;
        if (flow->drawn && paragraph->point) {
            draw_circle(flow->ui->list,
                        (Point){flow->area.x + 4, flow->area.y + flow->y + flow->size * LINE / 2},
                        2, flow->ui->theme->text_muted, (Stroke){0});
        }
        uint32_t end = paragraph->first + paragraph->count;
        for (uint32_t j = paragraph->first; j < end; j++) put_span(flow, text, j, end);
        flow->y += flow->size * LINE;
    }
    return flow->y;
}

float rich_text_height(Ui *ui, const RichText *text, float width, float size) {
    Flow flow = {.ui = ui, .area = {0, 0, width, 0}, .size = size};
    return flow_all(&flow, text);
}

RichAnswer rich_text_draw(Ui *ui, const char *name, Rect area, Rect shown, const RichText *text,
                          float size) {
    Flow flow = {.ui = ui, .name = name, .area = area, .shown = shown, .size = size, .drawn = true};
    flow_all(&flow, text);
    return flow.answer;
}
