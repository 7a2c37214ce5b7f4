#include "lesson/progress.h"

#include "base/path.h"
#include "lesson/lesson_language.h"

#include <stdio.h>
#include <string.h>

static const char heading[] = "lastref progress 1";
static const char *const outcomes[] = {"right", "wrong", "unsure"};

static bool is_name(Text name) {
    for (size_t i = 0; i < name.length; i++) {
        char c = name.bytes[i];
        bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '-' || c == '_' || (unsigned char)c >= 0x80;
        if (!fine) return false;
    }
    return name.length > 0 && name.length <= PROGRESS_NAME_MAX &&
           utf8_invalid_at(name.bytes, name.length) == name.length;
}

static ProgressRow *find(const Progress *progress, Text lesson, Text beat) {
    for (size_t i = 0; i < progress->rows.count; i++) {
        ProgressRow *row = &progress->rows.items[i];
        if (text_is(beat, row->beat) && text_is(lesson, row->lesson)) return row;
    }
    return NULL;
}

/* The row of a beat, made when there is none; null when it cannot be kept. */
static ProgressRow *row_of(Progress *progress, Text lesson, Text beat) {
    if (!is_name(lesson) || !is_name(beat)) return NULL;
    ProgressRow *row = find(progress, lesson, beat);
    if (row || progress->rows.count == PROGRESS_ROWS_MAX) return row;
    ProgressRow fresh = {0};
    memcpy(fresh.lesson, lesson.bytes, lesson.length);
    memcpy(fresh.beat, beat.bytes, beat.length);
    array_push(&progress->rows, fresh);
    return &array_last(&progress->rows);
}

static ProgressPlace *find_place(const Progress *progress, Text lesson) {
    for (size_t i = 0; i < progress->places.count; i++) {
        if (text_is(lesson, progress->places.items[i].lesson)) return &progress->places.items[i];
    }
    return NULL;
}

static void remove_place(Progress *progress, const ProgressPlace *place) {
    size_t at = (size_t)(place - progress->places.items);
    memmove(&progress->places.items[at], &progress->places.items[at + 1],
            (progress->places.count - at - 1) * sizeof *place);
    progress->places.count--;
}

/* False when it cannot be kept. */
static bool put_place(Progress *progress, Text lesson, Text beat) {
    if (!is_name(lesson) || (beat.length && !is_name(beat))) return false;
    const ProgressPlace *old = find_place(progress, lesson);
    bool full = progress->places.count == PROGRESS_PLACES_MAX;
    if (old || full) remove_place(progress, old ? old : progress->places.items);
    ProgressPlace fresh = {0};
    memcpy(fresh.lesson, lesson.bytes, lesson.length);
    if (beat.length) memcpy(fresh.beat, beat.bytes, beat.length);
    array_push(&progress->places, fresh);
    return true;
}

/* ---- the file ---- */

/* The next word of a line; empty at its end. */
static Text next_word(Text *line) {
    size_t start = 0, end;
    while (start < line->length && strchr(" \t\r", line->bytes[start])) start++;
    for (end = start; end < line->length && !strchr(" \t\r", line->bytes[end]); end++) {
    }
    Text word = {line->bytes + start, end - start};
    *line = (Text){line->bytes + end, line->length - end};
    return word;
}

static bool read_row(Progress *progress, Text line) {
    Text verb = next_word(&line), lesson = next_word(&line), beat = next_word(&line);
    Text outcome = next_word(&line);
    bool seen = text_is(verb, "seen"), done = text_is(verb, "done");
    int first = -1;
    for (int i = 0; i < 3 && text_is(verb, "answer"); i++) {
        if (text_is(outcome, outcomes[i])) first = i;
    }
    if (next_word(&line).length) return false;
    if (text_is(verb, "at")) return !outcome.length && put_place(progress, lesson, beat);
    if (!seen && !done && first < 0) return false;
    if (first < 0 && outcome.length) return false;
    ProgressRow *row = row_of(progress, lesson, beat);
    if (!row) return false;
    row->seen = row->seen || seen;
    row->done = row->done || done;
    if (first >= 0 && !row->answered) {
        row->answered = true;
        row->first = (AnswerOutcome)first;
    }
    return true;
}

bool progress_read(Progress *progress, Text text) {
    enum { LINES_MAX = 4 * PROGRESS_ROWS_MAX };
    Text line;
    bool any = text.length == 0;
    for (int i = 0; i < LINES_MAX && text_next_line(&text, &line); i++) {
        bool first = i == 0 && line.length >= sizeof heading - 1 &&
                     memcmp(line.bytes, heading, sizeof heading - 1) == 0;
        any = first || read_row(progress, line) || any;
    }
    return any;
}

void progress_write(const Progress *progress, TextBuffer *out) {
    text_appendf(out, "%s\n", heading);
    for (size_t i = 0; i < progress->rows.count; i++) {
        const ProgressRow *row = &progress->rows.items[i];
        if (row->seen) text_appendf(out, "seen %s %s\n", row->lesson, row->beat);
        if (row->answered) {
            text_appendf(out, "answer %s %s %s\n", row->lesson, row->beat, outcomes[row->first]);
        }
        if (row->done) text_appendf(out, "done %s %s\n", row->lesson, row->beat);
    }
    for (size_t i = 0; i < progress->places.count; i++) {
        const ProgressPlace *place = &progress->places.items[i];
        text_appendf(out, "at %s%s%s\n", place->lesson, place->beat[0] ? " " : "", place->beat);
    }
}

void progress_deinit(Progress *progress) {
    array_deinit(&progress->rows);
    array_deinit(&progress->places);
}

/* ---- what happens ---- */

void progress_see(Progress *progress, const char *lesson, const char *beat) {
    ProgressRow *row = row_of(progress, text_of(lesson), text_of(beat));
    if (row) row->seen = true;
}

void progress_answer(Progress *progress, const char *lesson, const char *beat,
                     AnswerOutcome outcome) {
    ProgressRow *row = row_of(progress, text_of(lesson), text_of(beat));
    if (!row || row->answered) return;
    row->answered = true;
    row->first = outcome;
}

void progress_finish(Progress *progress, const char *lesson, const char *beat) {
    ProgressRow *row = row_of(progress, text_of(lesson), text_of(beat));
    if (row) row->done = true;
}

void progress_be_at(Progress *progress, const char *lesson, const char *beat) {
    put_place(progress, text_of(lesson), text_of(beat ? beat : ""));
}

const ProgressPlace *progress_find_place(const Progress *progress, const char *lesson) {
    return find_place(progress, text_of(lesson));
}

const ProgressRow *progress_find(const Progress *progress, const char *lesson, const char *beat) {
    return find(progress, text_of(lesson), text_of(beat));
}

void progress_count(const Progress *progress, const char *lesson, uint32_t *seen, uint32_t *right,
                    uint32_t *done) {
    *seen = *right = *done = 0;
    for (size_t i = 0; i < progress->rows.count; i++) {
        const ProgressRow *row = &progress->rows.items[i];
        if (strcmp(row->lesson, lesson) != 0) continue;
        *seen += row->seen;
        *right += row->answered && row->first == ANSWERED_RIGHT;
        *done += row->done;
    }
}

void progress_reset(Progress *progress, const char *lesson) {
    size_t kept = 0;
    for (size_t i = 0; i < progress->rows.count; i++) {
        if (strcmp(progress->rows.items[i].lesson, lesson) == 0) continue;
        progress->rows.items[kept++] = progress->rows.items[i];
    }
    progress->rows.count = kept;
    const ProgressPlace *place = progress_find_place(progress, lesson);
    if (place) remove_place(progress, place);
}

void progress_lesson_name(const char *path, TextBuffer *out) {
    const char *name = path_base(path);
    Text stem = lesson_stem(path);
    text_append(out, name, stem.length - (size_t)(name - path));
}
