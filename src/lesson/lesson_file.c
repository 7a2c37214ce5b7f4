#include "lesson/lesson_file.h"

#include "base/path.h"
#include "base/translate.h"
#include "lesson/lesson_language.h"
#include "lesson/lesson_reader.h"

#include <string.h>

enum { LINES_MAX = 8000 };

/* ---- rows ---- */

static Row row_of(Reader *reader, Text line) {
    Text file = reader->lesson->text;
    Row row = {.at = (size_t)(line.bytes - file.bytes)};
    while (row.indent < line.length &&
           (line.bytes[row.indent] == ' ' || line.bytes[row.indent] == '\t')) {
        row.indent++;
    }
    size_t end = line.length;
    while (end > row.indent && strchr(" \t\r", line.bytes[end - 1])) end--;
    row.blank = end == row.indent;
    const char *tab = memchr(line.bytes, '\t', row.indent);
    if (tab && !row.blank) {
        reader_fail(reader, (size_t)(tab - file.bytes), _("indent with spaces, not with tabs"));
    }
    row.comment = !row.blank && line.bytes[row.indent] == '#';
    row.at += row.indent;
    row.length = end - row.indent;
    return row;
}

static void read_rows(Reader *reader) {
    Text rest = reader->lesson->text, line;
    while (text_next_line(&rest, &line)) {
        Row row = row_of(reader, line);
        if (reader->rows.count == LINES_MAX) {
            reader_fail(reader, row.at, _("a lesson has at most %d lines"), LINES_MAX);
            return;
        }
        array_push(&reader->rows, row);
    }
}

size_t reader_end_of(const Reader *reader, size_t row) {
    size_t end = row + 1;
    for (size_t i = row + 1; i < reader->rows.count; i++) {
        const Row *below = &reader->rows.items[i];
        if (below->blank || below->comment) continue;
        if (below->indent <= reader->rows.items[row].indent) break;
        end = i + 1;
    }
    return end;
}

Children reader_children(const Reader *reader, size_t row) {
    return (Children){.next = row + 1, .end = reader_end_of(reader, row)};
}

bool reader_next(Reader *reader, Children *children, size_t *row) {
    while (children->next < children->end) {
        size_t found = children->next;
        const Row *self = &reader->rows.items[found];
        children->next++;
        if (self->blank || self->comment) continue;
        children->next = reader_end_of(reader, found);
        if (!children->begun) children->indent = self->indent;
        children->begun = true;
        if (self->indent == children->indent) {
            *row = found;
            return true;
        }
        reader_fail(reader, self->at, _("this row begins at another column than the one above it"));
    }
    return false;
}

Words reader_words(const Reader *reader, size_t row) {
    const Row *self = &reader->rows.items[row];
    return words_of(reader->lesson->text, self->at, self->length);
}

/* ---- parts of rows ---- */

void reader_expect_end(Reader *reader, Words *words) {
    if (words_at_end(words)) return;
    reader_fail(reader, words->at, _("nothing is expected here"));
    words->at = words->end;
}

void reader_expect_no_children(Reader *reader, size_t row) {
    Children children = reader_children(reader, row);
    size_t child;
    if (!reader_next(reader, &children, &child)) return;
    reader_fail(reader, reader->rows.items[child].at, _("nothing is expected below this row"));
}

/* At the beat's moment there is none before it. */
static bool check_time(Reader *reader, const Goal *goal, ReaderTime time) {
    if (!goal->uses_before || time == READER_LATER) return true;
    reader_fail(reader, goal->offset,
                _("`before` belongs to what is computed at a reveal, or when a task is done"));
    return false;
}

bool reader_pick(Reader *reader, Words *words, Goal *out) {
    return goal_parse(words, &reader->lesson->arena, out, reader->mistakes);
}

bool reader_goal(Reader *reader, Words *words, ReaderTime time, Goal *out) {
    if (!reader_pick(reader, words, out)) return false;
    if (!out->uses_it) return check_time(reader, out, time);
    reader_fail(reader, out->offset, _("`it` belongs to `predict pick`"));
    return false;
}

bool reader_object(Reader *reader, Words *words, ReaderTime time, Goal *out) {
    if (!reader_goal(reader, words, time, out)) return false;
    if (out->type == GOAL_OBJECT) return true;
    reader_fail(reader, out->offset, _("an object is expected here"));
    return false;
}

typedef Array(NarrationLine) NarrationLines;

/* What is left of the row, and the lines below it. */
static NarrationLines text_lines(Reader *reader, Words *words, size_t row) {
    NarrationLines lines = {0};
    if (!words_at_end(words)) {
        array_push(&lines, ((NarrationLine){words->at, words->end - words->at}));
    }
    for (size_t i = row + 1, end = reader_end_of(reader, row); i < end; i++) {
        const Row *line = &reader->rows.items[i];
        if (!line->comment) array_push(&lines, ((NarrationLine){line->at, line->length}));
    }
    words->at = words->end;
    return lines;
}

static void check_length(Reader *reader, size_t offset, const char *what, size_t length,
                         size_t most) {
    if (!length) {
        reader_fail(reader, offset, _("this %s has no text"), what);
    } else if (length > most) {
        reader_fail(reader, offset, _("this %s has %zu characters, its card holds %zu"), what,
                    length, most);
    }
}

void reader_narration(Reader *reader, Words *words, size_t row, const char *what, size_t most,
                      ReaderTime time, Narration *out) {
    NarrationLines lines = text_lines(reader, words, row);
    narration_parse(reader->lesson->text, lines.items, lines.count, &reader->lesson->arena, out,
                    reader->mistakes);
    check_length(reader, reader->rows.items[row].at, what, narration_length(out), most);
    for (uint32_t i = 0; i < out->span_count; i++) check_time(reader, &out->spans[i].goal, time);
    array_deinit(&lines);
}

Text reader_plain(Reader *reader, Words *words, size_t row, const char *what, size_t most) {
    NarrationLines lines = text_lines(reader, words, row);
    TextBuffer text = {0};
    for (size_t i = 0; i < lines.count; i++) {
        if (text.length && lines.items[i].length) text_append_char(&text, ' ');
        text_append(&text, reader->lesson->text.bytes + lines.items[i].at, lines.items[i].length);
    }
    Text kept = {arena_copy(&reader->lesson->arena, text_cstr(&text), text.length), text.length};
    check_length(reader, reader->rows.items[row].at, what, utf8_count(kept), most);
    array_deinit(&lines);
    text_deinit(&text);
    return kept;
}

/* ---- beats ---- */

static bool is_beat_name(Text name) {
    for (size_t i = 0; i < name.length; i++) {
        char c = name.bytes[i];
        bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '-' || c == '_';
        if (!fine) return false;
    }
    return name.length > 0 && name.length <= LESSON_NAME_MAX;
}

static bool is_twice(Reader *reader, const void *there, size_t row, const char *what) {
    if (!there) return false;
    reader_fail(reader, reader->rows.items[row].at, _("this beat has a row `%s` already"), what);
    return true;
}

/* What a beat has, understood or not. */
typedef struct BeatRows {
    bool moment, content;
} BeatRows;

static void read_beat_row(Reader *reader, size_t row, LessonBeat *beat, BeatRows *there) {
    Words words = reader_words(reader, row);
    size_t start = words.at;
    bool show = words_take(&words, "show");
    if (show || words_take(&words, "hide")) {
        reader_show(reader, &words, row, show, &beat->show);
    } else if (words_take(&words, "at")) {
        reader_expect_no_children(reader, row);
        if (is_twice(reader, there->moment ? beat : NULL, row, "at")) return;
        there->moment = true;
        if (!reader_anchor(reader, &words, &beat->at)) beat->at = (Anchor){0};
    } else if (words_take(&words, "say")) {
        there->content = true;
        if (is_twice(reader, beat->say.paragraphs, row, "say")) return;
        reader_narration(reader, &words, row, "narration", LESSON_SAY_MAX, READER_AT_BEAT,
                         &beat->say);
    } else if (words_take(&words, "note")) {
        if (is_twice(reader, beat->note.paragraphs, row, "note")) return;
        reader_narration(reader, &words, row, "note", LESSON_NOTE_MAX, READER_AT_BEAT, &beat->note);
    } else if (words_take(&words, "predict")) {
        there->content = true;
        if (!is_twice(reader, beat->predict, row, "predict"))
            beat->predict = reader_predict(reader, &words, row);
    } else if (words_take(&words, "task")) {
        there->content = true;
        if (!is_twice(reader, beat->task, row, "task"))
            beat->task = reader_task(reader, &words, row);
    } else if (words_take(&words, "compare")) {
        there->content = true;
        if (!is_twice(reader, beat->compare, row, "compare"))
            beat->compare = reader_compare(reader, &words, row);
    } else {
        there->content = true; /* what it should be is told */
        reader_fail(reader, start,
                    _("in a beat a row is at, show, hide, say, note, predict, task or compare"));
    }
}

static void read_beat_rows(Reader *reader, size_t row, LessonBeat *beat) {
    Children children = reader_children(reader, row);
    BeatRows there = {0};
    for (size_t child; reader_next(reader, &children, &child);) {
        read_beat_row(reader, child, beat, &there);
    }
    size_t at = reader->rows.items[row].at;
    if (!there.moment) reader_fail(reader, at, _("this beat has no `at`: when is it?"));
    if (there.moment && !there.content) {
        reader_fail(reader, at, _("this beat does nothing: say, predict, task or compare"));
    }
    bool picks = beat->predict && beat->predict->kind == PREDICT_PICK;
    if (picks && beat->show.bytes_count) {
        reader_fail(reader, beat->show.bytes[0].offset,
                    _("`show bytes` selects, which in this beat is the person's answer"));
    }
}

/* ---- the head ---- */

static bool take_colon(Reader *reader, Words *words) {
    if (words_take_char(words, ':')) return true;
    reader_fail(reader, words->at, _("`:` is expected here"));
    return false;
}

static bool is_script_name(Text name) {
    bool python = name.length > 3 && memcmp(name.bytes + name.length - 3, ".py", 3) == 0;
    return python && !memchr(name.bytes, '/', name.length);
}

static void read_minutes(Reader *reader, Words *words, size_t row) {
    uint32_t minutes;
    words_at_end(words);
    size_t at = words->at;
    reader_expect_no_children(reader, row);
    if (!words_take_number(words, &minutes) || minutes < 1 || minutes > 120) {
        reader_fail(reader, at, _("minutes are a number from 1 to 120"));
        return;
    }
    reader->lesson->minutes = minutes;
    reader_expect_end(reader, words);
}

static void read_head_row(Reader *reader, Words *words, size_t row) {
    LessonFile *lesson = reader->lesson;
    size_t start = words->at;
    Text word = words_next(words);
    bool title = text_is(word, "title"), goal = text_is(word, "goal");
    bool minutes = text_is(word, "minutes"), script = text_is(word, "script");
    if (!title && !goal && !minutes && !script) {
        reader_fail(reader, start,
                    _("a row at the left edge is title:, goal:, minutes:, script: or beat"));
        return;
    }
    if (!take_colon(reader, words)) return;
    if ((title && lesson->title.length) || (goal && lesson->goal.length) ||
        (minutes && lesson->minutes) || (script && lesson->script.length)) {
        reader_fail(reader, start, _("this row is there already"));
        return;
    }
    if (title) lesson->title = reader_plain(reader, words, row, "title", LESSON_TITLE_MAX);
    if (goal) lesson->goal = reader_plain(reader, words, row, "goal", LESSON_GOAL_MAX);
    if (minutes) read_minutes(reader, words, row);
    if (!script) return;
    lesson->script = reader_plain(reader, words, row, "script", LESSON_GOAL_MAX);
    if (is_script_name(lesson->script)) return;
    reader_fail(reader, start, _("a script is a file NAME.py beside the lesson"));
    lesson->script = (Text){0};
}

/* ---- the whole ---- */

typedef Array(LessonBeat) Beats;

static void read_beat(Reader *reader, Words *words, size_t row, Beats *beats, LessonShow *show) {
    Arena *arena = &reader->lesson->arena;
    LessonBeat beat = {.show = *show, .offset = reader->rows.items[row].at};
    words_at_end(words);
    size_t at = words->at;
    Text name = words_next(words);
    if (!is_beat_name(name)) {
        reader_fail(reader, at, _("a beat's name is of 1 to %d letters, digits, - and _"),
                    LESSON_NAME_MAX);
    }
    beat.name = arena_copy(arena, name.bytes, name.length);
    if (words_take_char(words, ':')) {
        Text title = words_rest(words);
        beat.title = (Text){arena_copy(arena, title.bytes, title.length), title.length};
        check_length(reader, at, "title", utf8_count(beat.title), LESSON_TITLE_MAX);
    }
    reader_expect_end(reader, words);
    for (size_t i = 0; i < beats->count; i++) {
        if (strcmp(beats->items[i].name, beat.name) != 0) continue;
        reader_fail(reader, at, _("another beat is called %s"), beat.name);
    }
    beat.show.focus = beat.show.bytes = NULL;
    beat.show.focus_count = beat.show.bytes_count = 0;
    beat.show.only_from = (Goal){0};
    read_beat_rows(reader, row, &beat);
    *show = beat.show;
    if (beat.at.kind != ANCHOR_NONE && is_beat_name(name)) array_push(beats, beat);
}

static void read_all(Reader *reader) {
    Beats beats = {0};
    LessonShow show = {.level = LESSON_COUNTS};
    size_t row = 0;
    bool full = false, any = false;
    while (row < reader->rows.count) {
        const Row *self = &reader->rows.items[row];
        Words words = reader_words(reader, row);
        if (self->blank || self->comment) {
            row++;
            continue;
        }
        if (self->indent) {
            reader_fail(reader, self->at,
                        _("this row belongs to no other: it begins too far right"));
        } else if (!words_take(&words, "beat")) {
            read_head_row(reader, &words, row);
        } else if (beats.count < LESSON_BEATS_MAX) {
            any = true;
            read_beat(reader, &words, row, &beats, &show);
        } else if (!full) {
            full = true;
            reader_fail(reader, self->at, _("a lesson has at most %d beats"), LESSON_BEATS_MAX);
        }
        row = reader_end_of(reader, row);
    }
    LessonFile *lesson = reader->lesson;
    LessonBeat *kept = arena_array(&lesson->arena, LessonBeat, beats.count);
    for (size_t i = 0; i < beats.count; i++) kept[i] = beats.items[i];
    lesson->beats = kept;
    lesson->beat_count = (uint32_t)beats.count;
    if (!lesson->title.length) reader_fail(reader, 0, _("the lesson has no row `title:`"));
    if (!lesson->goal.length) reader_fail(reader, 0, _("the lesson has no row `goal:`"));
    if (!lesson->minutes) reader_fail(reader, 0, _("the lesson has no row `minutes:`"));
    if (!any) reader_fail(reader, lesson->text.length, _("the lesson has no beat"));
    array_deinit(&beats);
}

bool lesson_file_read(LessonFile *lesson, Text text, LessonMistakes *mistakes) {
    *lesson = (LessonFile){0};
    size_t before = mistakes->items.count + mistakes->more;
    if (text.length > LESSON_FILE_BYTES_MAX) {
        lesson_mistake(mistakes, (Text){"", 0}, 0, _("a lesson has at most %d KB"),
                       LESSON_FILE_BYTES_MAX >> 10);
        return false;
    }
    lesson->text = (Text){arena_copy(&lesson->arena, text.bytes, text.length), text.length};
    size_t invalid = utf8_invalid_at(lesson->text.bytes, text.length);
    const char *zero = text.length ? memchr(lesson->text.bytes, '\0', invalid) : NULL;
    if (zero) invalid = (size_t)(zero - lesson->text.bytes);
    Reader reader = {.lesson = lesson, .mistakes = mistakes};
    if (invalid < text.length) {
        reader_fail(&reader, invalid, _("this is no text in UTF-8"));
        return false;
    }
    read_rows(&reader);
    read_all(&reader);
    array_deinit(&reader.rows);
    return mistakes->items.count + mistakes->more == before;
}

void lesson_file_deinit(LessonFile *lesson) {
    arena_deinit(&lesson->arena);
    *lesson = (LessonFile){0};
}

const LessonBeat *lesson_file_find(const LessonFile *lesson, const char *name) {
    for (uint32_t i = 0; i < lesson->beat_count; i++) {
        if (strcmp(lesson->beats[i].name, name) == 0) return &lesson->beats[i];
    }
    return NULL;
}

Text lesson_beat_title(const LessonBeat *beat) {
    return beat->title.length ? beat->title : text_of(beat->name);
}

void lesson_file_beside(const char *path, Text name, TextBuffer *out) {
    text_append(out, path, (size_t)(path_base(path) - path));
    text_append(out, name.bytes, name.length);
}

void lesson_file_script_path(const LessonFile *lesson, const char *path, TextBuffer *out) {
    if (lesson->script.length) {
        lesson_file_beside(path, lesson->script, out);
        return;
    }
    Text stem = lesson_stem(path);
    text_append(out, stem.bytes, stem.length);
    text_append_string(out, ".py");
}
