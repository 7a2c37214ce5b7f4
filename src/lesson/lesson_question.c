/* Predictions, tasks and comparisons of a lesson's text. */
#include "base/translate.h"
#include "lesson/lesson_reader.h"

#include <string.h>

/* ---- predictions ---- */

typedef struct Predicting {
    Prediction *prediction;
    PredictOption options[LESSON_OPTIONS_MAX];
    PredictWrong wrongs[LESSON_WRONGS_MAX];
    bool revealed;
} Predicting;

/* `because TEXT`, here and below; may be missing where `needed` is false. */
static void read_because(Reader *reader, Words *words, size_t row, bool needed, Narration *out) {
    Children below = reader_children(reader, row);
    bool more = below.next < below.end;
    if (words_take(words, "because")) {
        reader_narration(reader, words, row, "feedback", LESSON_FEEDBACK_MAX, READER_LATER, out);
    } else if (!words_at_end(words) || needed || more) {
        reader_fail(reader, words->at, _("`because` is expected here"));
    }
}

static void read_option(Reader *reader, Words *words, size_t row, Predicting *all) {
    Prediction *prediction = all->prediction;
    PredictOption option = {.offset = reader->rows.items[row].at};
    if (prediction->kind != PREDICT_CHOICE) {
        reader_fail(reader, option.offset, _("options belong to `predict choice`"));
        return;
    }
    if (prediction->option_count == LESSON_OPTIONS_MAX) {
        reader_fail(reader, option.offset, _("more than %d options"), LESSON_OPTIONS_MAX);
        return;
    }
    if (!words_take_string(words, &reader->lesson->arena, &option.text, reader->mistakes)) return;
    if (!option.text.length || utf8_count(option.text) > LESSON_OPTION_MAX) {
        reader_fail(reader, option.offset, _("an option has 1 to %d characters"),
                    LESSON_OPTION_MAX);
    }
    if (!words_take_char(words, '=')) {
        reader_fail(reader, words->at, _("`=` and the option's value are expected here"));
        return;
    }
    if (!reader_goal(reader, words, READER_LATER, &option.value)) return;
    read_because(reader, words, row, false, &option.because);
    all->options[prediction->option_count++] = option;
}

static void read_wrong(Reader *reader, Words *words, size_t row, Predicting *all) {
    Prediction *prediction = all->prediction;
    PredictWrong wrong = {.offset = reader->rows.items[row].at};
    if (prediction->kind == PREDICT_CHOICE) {
        reader_fail(reader, wrong.offset, _("of a choice each option has its own `because`"));
        return;
    }
    if (prediction->wrong_count == LESSON_WRONGS_MAX) {
        reader_fail(reader, wrong.offset, _("more than %d wrong answers"), LESSON_WRONGS_MAX);
        return;
    }
    Words ahead = *words;
    bool any = words_take(&ahead, "because");
    if (!any && !reader_goal(reader, words, READER_LATER, &wrong.value)) return;
    bool number = prediction->kind == PREDICT_NUMBER;
    GoalType type = wrong.value.type;
    bool fits = any || (number ? type == GOAL_NUMBER || type == GOAL_OBJECT : type == GOAL_OBJECT);
    if (!fits) {
        reader_fail(reader, wrong.value.offset,
                    number ? _("a number is expected here") : _("an object is expected here"));
        return;
    }
    for (uint32_t i = 0; any && i < prediction->wrong_count; i++) {
        if (all->wrongs[i].value.root) continue;
        reader_fail(reader, wrong.offset, _("there is a `wrong because` already"));
        return;
    }
    read_because(reader, words, row, true, &wrong.because);
    all->wrongs[prediction->wrong_count++] = wrong;
}

static void read_reveal(Reader *reader, Words *words, size_t row, Predicting *all) {
    Prediction *prediction = all->prediction;
    Anchor anchor = {.kind = ANCHOR_HERE, .pass = 1, .offset = words->at};
    reader_expect_no_children(reader, row);
    if (all->revealed) reader_fail(reader, anchor.offset, _("there is a `reveal` already"));
    all->revealed = true;
    if (words_take(words, "here")) {
        reader_expect_end(reader, words);
    } else if (!reader_anchor(reader, words, &anchor)) {
        return;
    }
    prediction->reveal = anchor;
}

static void read_once(Reader *reader, Words *words, size_t row, const char *what, size_t most,
                      ReaderTime time, Narration *out) {
    if (out->paragraph_count) {
        reader_fail(reader, reader->rows.items[row].at, _("there is a row `%s` already"), what);
        return;
    }
    reader_narration(reader, words, row, what, most, time, out);
}

static void read_predict_row(Reader *reader, size_t row, Predicting *all) {
    Words words = reader_words(reader, row);
    size_t start = words.at;
    Prediction *prediction = all->prediction;
    if (words_take(&words, "ask")) {
        read_once(reader, &words, row, "ask", LESSON_ASK_MAX, READER_AT_BEAT, &prediction->ask);
    } else if (words_take(&words, "right")) {
        read_once(reader, &words, row, "right", LESSON_FEEDBACK_MAX, READER_LATER,
                  &prediction->right);
    } else if (words_take(&words, "unsure")) {
        read_once(reader, &words, row, "unsure", LESSON_FEEDBACK_MAX, READER_LATER,
                  &prediction->unsure);
    } else if (words_take(&words, "option")) {
        read_option(reader, &words, row, all);
    } else if (words_take(&words, "wrong")) {
        read_wrong(reader, &words, row, all);
    } else if (words_take(&words, "reveal")) {
        read_reveal(reader, &words, row, all);
    } else {
        reader_fail(reader, start,
                    _("in `predict` a row is ask, option, wrong, right, unsure or reveal"));
    }
}

static bool read_kind(Reader *reader, Words *words, Prediction *prediction) {
    size_t start = (words_at_end(words), words->at);
    Goal *answer = &prediction->answer;
    if (words_take(words, "number")) {
        prediction->kind = PREDICT_NUMBER;
        if (!reader_goal(reader, words, READER_LATER, answer)) return false;
        if (answer->type == GOAL_NUMBER || answer->type == GOAL_OBJECT) return true;
        reader_fail(reader, answer->offset, _("a number is expected here"));
    } else if (words_take(words, "choice")) {
        prediction->kind = PREDICT_CHOICE;
        return reader_goal(reader, words, READER_LATER, answer);
    } else if (words_take(words, "pick")) {
        prediction->kind = PREDICT_PICK;
        if (!reader_pick(reader, words, answer)) return false;
        bool condition = answer->type == GOAL_TRUTH && answer->uses_it;
        if (condition || (answer->type == GOAL_OBJECT && !answer->uses_it)) return true;
        reader_fail(reader, answer->offset,
                    _("an object, or a condition on `it`, is expected here"));
    } else if (words_take(words, "reference")) {
        prediction->kind = PREDICT_REFERENCE;
        if (!reader_object(reader, words, READER_LATER, answer)) return false;
        if (!goal_is_place(answer)) {
            reader_fail(reader, answer->offset, _("a name, attribute or item is expected here"));
            return false;
        }
        if (!words_take_char(words, '-')) return true;
        if (words_take_char(words, '>')) {
            return reader_object(reader, words, READER_LATER, &prediction->target);
        }
        reader_fail(reader, words->at, _("`->` is expected here"));
    } else {
        reader_fail(reader, start, _("a prediction is a number, choice, pick or reference"));
    }
    return false;
}

static void check_predict(Reader *reader, const Predicting *all) {
    const Prediction *prediction = all->prediction;
    bool others = false;
    if (!prediction->ask.paragraph_count) {
        reader_fail(reader, prediction->offset, _("this prediction has no `ask`"));
    }
    if (prediction->kind == PREDICT_CHOICE) {
        if (prediction->option_count < 2) {
            reader_fail(reader, prediction->offset, _("a choice has at least two options"));
        }
        return;
    }
    for (uint32_t i = 0; i < prediction->wrong_count; i++) {
        others = others || !all->wrongs[i].value.root;
    }
    if (!others) {
        reader_fail(reader, prediction->offset,
                    _("this prediction has no `wrong because`: what is said to other answers?"));
    }
}

const Prediction *reader_predict(Reader *reader, Words *words, size_t row) {
    Arena *arena = &reader->lesson->arena;
    Predicting all = {.prediction = arena_new(arena, Prediction)};
    Prediction *prediction = all.prediction;
    prediction->offset = reader->rows.items[row].at;
    prediction->reveal =
        (Anchor){.kind = ANCHOR_RUN, .pass = 1, .offset = reader->rows.items[row].at};
    bool known = read_kind(reader, words, prediction);
    if (known) reader_expect_end(reader, words);
    if (!known) return NULL; /* what is below depends on it */
    Children children = reader_children(reader, row);
    for (size_t child; reader_next(reader, &children, &child);) {
        read_predict_row(reader, child, &all);
    }
    check_predict(reader, &all);
    PredictOption *options = arena_array(arena, PredictOption, prediction->option_count);
    PredictWrong *wrongs = arena_array(arena, PredictWrong, prediction->wrong_count);
    for (uint32_t i = 0; i < prediction->option_count; i++) options[i] = all.options[i];
    for (uint32_t i = 0; i < prediction->wrong_count; i++) wrongs[i] = all.wrongs[i];
    prediction->options = options;
    prediction->wrongs = wrongs;
    return prediction;
}

/* ---- tasks ---- */

/* The lines below the row, without the first one's indentation. */
static void read_solution(Reader *reader, Words *words, size_t row, LessonTask *task) {
    size_t first = row + 1, end = reader_end_of(reader, row);
    TextBuffer text = {0};
    reader_expect_end(reader, words);
    if (task->solution.length) {
        reader_fail(reader, reader->rows.items[row].at, _("there is a solution already"));
        return;
    }
    while (first < end && reader->rows.items[first].blank) first++;
    while (end > first &&
           (reader->rows.items[end - 1].blank || reader->rows.items[end - 1].comment)) {
        end--;
    }
    uint32_t indent = first < end ? reader->rows.items[first].indent : 0;
    for (size_t i = first; i < end; i++) {
        Row line = reader->rows.items[i];
        if (!line.blank && line.indent < indent && !line.comment) {
            reader_fail(reader, line.at,
                        _("the solution's first line begins further to the right"));
        }
        for (uint32_t column = indent; column < line.indent && !line.blank; column++) {
            text_append_char(&text, ' ');
        }
        text_append(&text, reader->lesson->text.bytes + line.at, line.length);
        text_append_char(&text, '\n');
    }
    if (text.length) {
        task->solution =
            (Text){arena_copy(&reader->lesson->arena, text_cstr(&text), text.length), text.length};
        task->solution_offset = reader->rows.items[first].at;
        task->solution_indent = indent;
    }
    text_deinit(&text);
}

static void read_task_row(Reader *reader, size_t row, LessonTask *task, Narration *hints) {
    Words words = reader_words(reader, row);
    size_t start = words.at;
    if (words_take(&words, "ask")) {
        read_once(reader, &words, row, "ask", LESSON_ASK_MAX, READER_AT_BEAT, &task->ask);
    } else if (words_take(&words, "done")) {
        read_once(reader, &words, row, "done", LESSON_FEEDBACK_MAX, READER_LATER, &task->done);
    } else if (words_take(&words, "solution")) {
        read_solution(reader, &words, row, task);
    } else if (!words_take(&words, "hint")) {
        reader_fail(reader, start, _("in `task` a row is ask, hint, solution or done"));
    } else if (task->hint_count == LESSON_HINTS_MAX) {
        reader_fail(reader, start, _("more than %d hints"), LESSON_HINTS_MAX);
    } else {
        reader_narration(reader, &words, row, "hint", LESSON_HINT_MAX, READER_AT_BEAT,
                         &hints[task->hint_count]);
        task->hint_count += hints[task->hint_count].paragraph_count > 0;
    }
}

const LessonTask *reader_task(Reader *reader, Words *words, size_t row) {
    Arena *arena = &reader->lesson->arena;
    LessonTask *task = arena_new(arena, LessonTask);
    Narration *hints = arena_array(arena, Narration, LESSON_HINTS_MAX);
    task->offset = reader->rows.items[row].at;
    task->hints = hints;
    if (!reader_goal(reader, words, READER_LATER, &task->goal)) return NULL;
    reader_expect_end(reader, words);
    if (task->goal.type != GOAL_TRUTH) {
        reader_fail(reader, task->goal.offset, _("a goal is a condition, such as `freed(a)`"));
        return NULL;
    }
    Children children = reader_children(reader, row);
    for (size_t child; reader_next(reader, &children, &child);) {
        read_task_row(reader, child, task, hints);
    }
    if (!task->ask.paragraph_count) reader_fail(reader, task->offset, _("this task has no `ask`"));
    if (!task->solution.length) reader_fail(reader, task->offset, _("this task has no `solution`"));
    return task;
}

/* ---- comparisons ---- */

static bool is_file_name(Text name) {
    for (size_t i = 0; i < name.length; i++) {
        if (name.bytes[i] == '/' || (unsigned char)name.bytes[i] < ' ') return false;
    }
    return name.length > 3 && memcmp(name.bytes + name.length - 3, ".py", 3) == 0;
}

static bool read_only(Reader *reader, Words *words, CompareSide *side) {
    do {
        if (side->only_count == LESSON_SIDE_ONLY_MAX) {
            reader_fail(reader, words->at, _("a side shows what at most %d objects lead to"),
                        LESSON_SIDE_ONLY_MAX);
            return false;
        }
        if (!reader_object(reader, words, READER_AT_BEAT, &side->only[side->only_count])) {
            return false;
        }
        side->only_count++;
    } while (words_take_char(words, ','));
    return true;
}

static bool read_side(Reader *reader, Words *words, size_t row, CompareSide *side) {
    Arena *arena = &reader->lesson->arena;
    side->offset = reader->rows.items[row].at;
    reader_expect_no_children(reader, row);
    if (!words_take_string(words, arena, &side->title, reader->mistakes)) return false;
    if (!side->title.length || utf8_count(side->title) > LESSON_SIDE_MAX) {
        reader_fail(reader, side->offset, _("a side's title has 1 to %d characters"),
                    LESSON_SIDE_MAX);
    }
    if (words_take(words, "script")) {
        size_t at = (words_at_end(words), words->at);
        if (!words_take_string(words, arena, &side->script, reader->mistakes)) return false;
        if (!is_file_name(side->script)) {
            reader_fail(reader, at, _("a script is a file NAME.py beside the lesson"));
            return false;
        }
    }
    if (words_take(words, "focus") && !reader_object(reader, words, READER_AT_BEAT, &side->focus))
        return false;
    if (words_take(words, "only") && !read_only(reader, words, side)) return false;
    if (words_take(words, "at")) return reader_anchor(reader, words, &side->at);
    reader_fail(reader, words->at, _("`at` and a moment are expected here"));
    return false;
}

const Comparison *reader_compare(Reader *reader, Words *words, size_t row) {
    Comparison *compare = arena_new(&reader->lesson->arena, Comparison);
    uint32_t count = 0;
    bool fine = true;
    compare->offset = reader->rows.items[row].at;
    reader_expect_end(reader, words);
    Children children = reader_children(reader, row);
    for (size_t child; reader_next(reader, &children, &child);) {
        Words side = reader_words(reader, child);
        if (!words_take(&side, "side")) {
            reader_fail(reader, reader->rows.items[child].at, _("in `compare` a row is side"));
            fine = false;
        } else if (count++ < 2) {
            fine = read_side(reader, &side, child, &compare->sides[count - 1]) && fine;
        }
    }
    if (count != 2) reader_fail(reader, compare->offset, _("a comparison has two sides"));
    return fine && count == 2 ? compare : NULL;
}
