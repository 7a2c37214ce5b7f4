#include "lesson/narration.h"

#include "base/translate.h"

#include <string.h>

/* ---- reading ---- */

typedef struct Reader {
    Text file;
    Arena *arena;
    LessonMistakes *mistakes;
    Array(NarrationSpan) spans;
    Array(NarrationParagraph) paragraphs;
    TextBuffer plain; /* of the span under way */
    bool bold;
    size_t bold_from;
} Reader;

static Text keep(Reader *reader, const char *bytes, size_t length) {
    return (Text){arena_copy(reader->arena, bytes, length), length};
}

static void push(Reader *reader, NarrationSpan span) {
    array_push(&reader->spans, span);
    array_last(&reader->paragraphs).count++;
}

static void end_plain(Reader *reader) {
    if (!reader->plain.length) return;
    push(reader,
         (NarrationSpan){.kind = reader->bold ? SPAN_BOLD : SPAN_PLAIN,
                         .text = keep(reader, text_cstr(&reader->plain), reader->plain.length)});
    text_clear(&reader->plain);
}

static void end_paragraph(Reader *reader) {
    end_plain(reader);
    if (!reader->bold) return;
    lesson_mistake(reader->mistakes, reader->file, reader->bold_from,
                   _("`**` begins bold text that does not end in this paragraph"));
    reader->bold = false;
}

static void begin_paragraph(Reader *reader, bool point) {
    NarrationParagraph paragraph = {.first = (uint32_t)reader->spans.count, .point = point};
    array_push(&reader->paragraphs, paragraph);
}

/* Where `close` stands in the line from `at`; `end`: nowhere. */
static size_t find(const Reader *reader, size_t at, size_t end, char close) {
    while (at < end && reader->file.bytes[at] != close) at++;
    return at;
}

/* `code`; returns where it goes on. */
static size_t read_code(Reader *reader, size_t at, size_t end) {
    size_t close = find(reader, at + 1, end, '`');
    if (close == end || close == at + 1) {
        lesson_mistake(reader->mistakes, reader->file, at,
                       _("this ` begins code that does not end"));
        return at + 1;
    }
    end_plain(reader);
    NarrationSpan span = {.kind = SPAN_CODE,
                          .text = keep(reader, reader->file.bytes + at + 1, close - at - 1)};
    goal_parse_path(words_of(reader->file, at + 1, close - at - 1), reader->arena, &span.goal);
    push(reader, span);
    return close + 1;
}

/* An expression that ends with `close`; returns where it goes on. */
static size_t read_goal(Reader *reader, size_t at, size_t end, char close, NarrationSpan span) {
    Words words = words_of(reader->file, at, end - at);
    if (!goal_parse(&words, reader->arena, &span.goal, reader->mistakes)) {
        size_t next = find(reader, at, end, close);
        return next < end ? next + 1 : end;
    }
    if (!words_take_char(&words, close)) {
        lesson_mistake(reader->mistakes, reader->file, words.at, _("`%c` is expected here"), close);
    } else if (span.kind == SPAN_LINK && span.goal.type != GOAL_OBJECT) {
        lesson_mistake(reader->mistakes, reader->file, at, _("a link leads to an object"));
    } else if (span.goal.uses_it) {
        lesson_mistake(reader->mistakes, reader->file, at, _("`it` belongs to `predict pick`"));
    } else {
        if (span.kind == SPAN_VALUE) {
            span.text = keep(reader, span.goal.source.bytes, span.goal.source.length);
        }
        end_plain(reader);
        push(reader, span);
    }
    return words.at;
}

/* [words](EXPR); a bracket that no parenthesis follows is text. */
static size_t read_link(Reader *reader, size_t at, size_t end) {
    size_t close = find(reader, at + 1, end, ']');
    if (close + 1 >= end || reader->file.bytes[close + 1] != '(' || close == at + 1) {
        text_append_char(&reader->plain, '[');
        return at + 1;
    }
    NarrationSpan span = {.kind = SPAN_LINK,
                          .text = keep(reader, reader->file.bytes + at + 1, close - at - 1)};
    return read_goal(reader, close + 2, end, ')', span);
}

static void read_line(Reader *reader, NarrationLine line) {
    const char *bytes = reader->file.bytes;
    size_t at = line.at, end = line.at + line.length;
    while (at < end) {
        char c = bytes[at];
        bool escaped = c == '\\' && at + 1 < end && strchr("\\*`{[", bytes[at + 1]);
        if (escaped) {
            text_append_char(&reader->plain, bytes[at + 1]);
            at += 2;
        } else if (c == '*' && at + 1 < end && bytes[at + 1] == '*') {
            end_plain(reader);
            reader->bold = !reader->bold;
            reader->bold_from = at;
            at += 2;
        } else if (c == '`') {
            at = read_code(reader, at, end);
        } else if (c == '{') {
            at = read_goal(reader, at + 1, end, '}', (NarrationSpan){.kind = SPAN_VALUE});
        } else if (c == '[') {
            at = read_link(reader, at, end);
        } else {
            text_append_char(&reader->plain, c);
            at++;
        }
    }
}

void narration_parse(Text file, const NarrationLine *lines, size_t count, Arena *arena,
                     Narration *out, LessonMistakes *mistakes) {
    Reader reader = {.file = file, .arena = arena, .mistakes = mistakes};
    bool open = false; /* a paragraph is */
    *out = (Narration){0};
    for (size_t i = 0; i < count; i++) {
        NarrationLine line = lines[i];
        if (!line.length) {
            if (open) end_paragraph(&reader);
            open = false;
            continue;
        }
        bool point = line.length > 2 && memcmp(file.bytes + line.at, "- ", 2) == 0;
        if (open && point) end_paragraph(&reader);
        if (!open || point) {
            begin_paragraph(&reader, point);
        } else {
            text_append_char(&reader.plain, ' ');
        }
        if (!out->offset) out->offset = line.at;
        if (point) line = (NarrationLine){line.at + 2, line.length - 2};
        open = true;
        read_line(&reader, line);
    }
    if (open) end_paragraph(&reader);
    out->paragraph_count = (uint32_t)reader.paragraphs.count;
    out->span_count = (uint32_t)reader.spans.count;
    NarrationParagraph *paragraphs = arena_array(arena, NarrationParagraph, out->paragraph_count);
    NarrationSpan *spans = arena_array(arena, NarrationSpan, out->span_count);
    for (uint32_t i = 0; i < out->paragraph_count; i++) paragraphs[i] = reader.paragraphs.items[i];
    for (uint32_t i = 0; i < out->span_count; i++) spans[i] = reader.spans.items[i];
    out->paragraphs = paragraphs;
    out->spans = spans;
    array_deinit(&reader.paragraphs);
    array_deinit(&reader.spans);
    text_deinit(&reader.plain);
}

size_t narration_length(const Narration *narration) {
    enum { OF_A_VALUE = 8 };
    size_t length = 0;
    for (uint32_t i = 0; i < narration->span_count; i++) {
        const NarrationSpan *span = &narration->spans[i];
        length += span->kind == SPAN_VALUE ? OF_A_VALUE : utf8_count(span->text);
    }
    return length;
}

/* ---- at a moment ---- */

bool narration_append_span(const NarrationSpan *span, const Moment *moment, TextBuffer *out,
                           GoalFault *fault) {
    if (span->kind != SPAN_VALUE) {
        text_append(out, span->text.bytes, span->text.length);
        return true;
    }
    Arena arena = {0};
    GoalValue value;
    bool known = goal_value(&span->goal, moment, (Handle){0}, &arena, &value, fault);
    if (known)
        goal_value_append(&value, moment, out);
    else
        text_append_char(out, '?');
    arena_deinit(&arena);
    return known;
}

bool narration_span_object(const NarrationSpan *span, const Moment *moment, Handle *object) {
    Arena arena = {0};
    GoalValue value;
    bool found = false;
    if (span->goal.root && span->kind == SPAN_CODE) {
        found = goal_find(&span->goal, moment, &value);
    } else if (span->goal.root && span->kind == SPAN_LINK) {
        found = goal_value(&span->goal, moment, (Handle){0}, &arena, &value, NULL);
    }
    arena_deinit(&arena);
    found = found && value.index != SNAPSHOT_NONE;
    if (found) *object = value.object;
    return found;
}

void narration_check(const Narration *narration, Text file, const Moment *moment,
                     LessonMistakes *mistakes) {
    for (uint32_t i = 0; i < narration->span_count; i++) {
        const NarrationSpan *span = &narration->spans[i];
        if (span->kind != SPAN_LINK && span->kind != SPAN_VALUE) continue;
        Arena arena = {0};
        GoalFault fault;
        GoalValue value;
        if (!goal_value(&span->goal, moment, (Handle){0}, &arena, &value, &fault)) {
            lesson_mistake(mistakes, file, fault.offset, "%s", fault.text);
        } else if (span->kind == SPAN_LINK && value.index == SNAPSHOT_NONE) {
            lesson_mistake(mistakes, file, span->goal.offset,
                           _("this link leads to nothing that is shown at this moment"));
        }
        arena_deinit(&arena);
    }
}
