#include "lesson/lesson_names.h"

#include "base/translate.h"

#include "heap/object.h"
#include "heap/str.h"

#include <stdlib.h>
#include <string.h>

typedef Array(Text) WordList;

typedef struct Names {
    const LessonFile *lesson;
    const LessonRun *run;
    WordList words; /* of the script, sorted */
    Text solution;  /* of the task whose texts are looked at; else empty */
    LessonMistakes *mistakes;
} Names;

/* ---- what the script knows ---- */

static bool is_word_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (unsigned char)c >= 0x80;
}

static int compare_words(const void *a, const void *b) {
    const Text *left = a, *right = b;
    size_t length = left->length < right->length ? left->length : right->length;
    int order = memcmp(left->bytes, right->bytes, length);
    if (order) return order;
    return left->length < right->length ? -1 : left->length > right->length;
}

/* The next word of a text; false at its end. */
static bool next_word(Text *rest, Text *word) {
    size_t start = 0, end;
    while (start < rest->length && !is_word_char(rest->bytes[start])) start++;
    for (end = start; end < rest->length && is_word_char(rest->bytes[end]);) end++;
    *word = (Text){rest->bytes + start, end - start};
    *rest = (Text){rest->bytes + end, rest->length - end};
    return word->length > 0;
}

static void add_words(WordList *words, Text text) {
    for (Text word; next_word(&text, &word);) array_push(words, word);
    if (words->count) qsort(words->items, words->count, sizeof *words->items, compare_words);
}

static bool has_word(const WordList *words, Text word) {
    return words->count &&
           bsearch(&word, words->items, words->count, sizeof *words->items, compare_words) != NULL;
}

static bool is_in_solution(const Names *self, Text name) {
    Text rest = self->solution;
    for (Text word; next_word(&rest, &word);) {
        if (text_equal(word, name)) return true;
    }
    return false;
}

/* Made by exec, or by way of globals(). */
static bool was_a_name(const Names *self, Text name) {
    const NameLog *names = &self->run->names;
    for (size_t i = 0; i < names->spells.count; i++) {
        if (text_is(name, names->spells.items[i].name)) return true;
    }
    return false;
}

static bool is_builtin_type(const Names *self, Text name) {
    const Heap *heap = &timeline_vm(self->run->timeline)->heap;
    const HeapRoot *root = heap_root(heap);
    TextBuffer own = {0};
    bool found = false;
    for (size_t i = 0; i < sizeof root->types / sizeof root->types[0] && !found; i++) {
        if (!root->types[i]) continue;
        text_clear(&own);
        str_append_to(heap, heap_at(heap, Type, root->types[i])->name, &own);
        found = text_is(name, text_cstr(&own));
    }
    text_deinit(&own);
    return found;
}

static bool is_known(const Names *self, Text name) {
    bool dunder = name.length > 2 && name.bytes[0] == '_' && name.bytes[1] == '_';
    return dunder || has_word(&self->words, name) || is_in_solution(self, name) ||
           was_a_name(self, name);
}

/* ---- expressions ---- */

static void look_at(void *context, Text name, GoalNameKind kind, size_t offset) {
    Names *self = context;
    Text file = self->lesson->text;
    if (is_known(self, name) || lesson_mistakes_has(self->mistakes, file, offset)) return;
    if (kind == GOAL_NAMES_TYPE && is_builtin_type(self, name)) return;
    int length = name.length < 80 ? (int)name.length : 80;
    if (kind == GOAL_NAMES_TYPE) {
        lesson_mistake(self->mistakes, file, offset, _("there is no type `%.*s` in the script"),
                       length, name.bytes);
    } else if (self->solution.length) {
        lesson_mistake(self->mistakes, file, offset,
                       _("`%.*s` is no name of the script, nor of the solution"), length,
                       name.bytes);
    } else {
        lesson_mistake(self->mistakes, file, offset, _("`%.*s` is no name of the script"), length,
                       name.bytes);
    }
}

static void look_at_goal(Names *self, const Goal *goal) {
    goal_each_name(goal, look_at, self);
}

static void look_at_goals(Names *self, const Goal *goals, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) look_at_goal(self, &goals[i]);
}

/* Code that is no path to anything is just code. */
static void look_at_text(Names *self, const Narration *text) {
    for (uint32_t i = 0; i < text->span_count; i++) {
        const NarrationSpan *span = &text->spans[i];
        if (span->kind == SPAN_LINK || span->kind == SPAN_VALUE) look_at_goal(self, &span->goal);
    }
}

static void look_at_prediction(Names *self, const Prediction *prediction) {
    look_at_goal(self, &prediction->answer);
    look_at_goal(self, &prediction->target);
    look_at_text(self, &prediction->ask);
    look_at_text(self, &prediction->right);
    look_at_text(self, &prediction->unsure);
    for (uint32_t i = 0; i < prediction->option_count; i++) {
        look_at_goal(self, &prediction->options[i].value);
        look_at_text(self, &prediction->options[i].because);
    }
    for (uint32_t i = 0; i < prediction->wrong_count; i++) {
        look_at_goal(self, &prediction->wrongs[i].value);
        look_at_text(self, &prediction->wrongs[i].because);
    }
}

static void look_at_task(Names *self, const LessonTask *task) {
    look_at_text(self, &task->ask);
    for (uint32_t i = 0; i < task->hint_count; i++) look_at_text(self, &task->hints[i]);
    self->solution = task->solution;
    look_at_goal(self, &task->goal);
    look_at_text(self, &task->done);
    self->solution = (Text){0};
}

static void look_at_beat(Names *self, const LessonBeat *beat) {
    look_at_goals(self, beat->show.focus, beat->show.focus_count);
    look_at_goals(self, beat->show.bytes, beat->show.bytes_count);
    look_at_goal(self, &beat->show.only_from);
    look_at_text(self, &beat->say);
    look_at_text(self, &beat->note);
    if (beat->predict) look_at_prediction(self, beat->predict);
    if (beat->task) look_at_task(self, beat->task);
    for (int i = 0; beat->compare && i < 2; i++) {
        const CompareSide *side = &beat->compare->sides[i];
        if (!side->script.length) look_at_goal(self, &side->focus);
    }
}

void lesson_names_check(const LessonFile *lesson, const LessonRun *run, LessonMistakes *mistakes) {
    Names self = {.lesson = lesson, .run = run, .mistakes = mistakes};
    add_words(&self.words, run->source);
    for (uint32_t i = 0; i < lesson->beat_count; i++) look_at_beat(&self, &lesson->beats[i]);
    array_deinit(&self.words);
}
