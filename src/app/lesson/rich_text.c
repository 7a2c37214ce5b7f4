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

static void put_word(Flow *flow, const RichSpan *span, uint32_t number, Text word) {
    Ui *ui = flow->ui;
    const Theme *theme = ui->theme;
    FontFace face = face_of(span->kind);
    float size = span->kind == SPAN_CODE ? flow->size - 0.5f : flow->size;
    float width = text_width(ui->measure, face, size, word);
    if (flow->x > flow->indent && flow->x + width > flow->area.w) next_line(flow);
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

/* Words of one span; blanks at a line's start are left out. */
static void put_span(Flow *flow, const RichSpan *span, uint32_t number) {
    Text rest = text_of(span->text);
    bool whole = span->kind == SPAN_CODE && /* code is broken only where it must be */
                 text_width(flow->ui->measure, FONT_MONO, flow->size, rest) < flow->area.w / 2;
    float blank = text_width(flow->ui->measure, FONT_UI, flow->size, text_of(" "));
    while (rest.length) {
        size_t length = 0;
        while (length < rest.length &&
               (whole || (rest.bytes[length] != ' ' && rest.bytes[length] != '\n'))) {
            length++;
        }
        if (length) put_word(flow, span, number, (Text){rest.bytes, length});
        bool spaced = length < rest.length;
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
        for (uint32_t j = paragraph->first; j < paragraph->first + paragraph->count; j++) {
            put_span(flow, &text->spans.items[j], j);
        }
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
