/* Damaged lessons: whatever stands in a lesson's file, reading and checking it ends soon, with
 * mistakes in the file's own lines, and leaves the script's history as it was.
 *
 *     fuzz_lessons [--count N] [--seed S] LESSON...
 *
 * Each lesson is damaged in turn, and is checked against its own script; pieces of the others get
 * into it. A lesson that ends the program is in fuzz_lessons.lesson of the working folder. */
#include "disk.h"
#include "fuzz/chance.h"
#include "lesson/lesson_check.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct Seed {
    const char *path;
    TextBuffer lesson, script;
    Timeline *timeline;
    LessonRun run;
    uint64_t hash;
} Seed;

typedef Array(Seed) Seeds;

/* Of another script only a name is read, which need not be there. */
static bool refuse_file(void *context, const char *path, TextBuffer *out, Error *error) {
    (void)context;
    (void)out;
    return error_set(error, "%s is missing", path);
}

static bool open_seed(const char *path, Seed *seed) {
    Error error = {""};
    LessonFile lesson;
    LessonMistakes mistakes = {0};
    TextBuffer script = {0};
    TimelineConfig config = lesson_timeline_config();
    config.instruction_budget = 100000; /* of a solution, too */
    *seed = (Seed){.path = path};
    if (!disk_read_file(NULL, path, &seed->lesson, &error)) return false;
    lesson_file_read(&lesson, text_view(&seed->lesson), &mistakes);
    lesson_file_script_path(&lesson, path, &script);
    lesson_file_deinit(&lesson);
    lesson_mistakes_deinit(&mistakes);
    bool there = disk_read_file(NULL, text_cstr(&script), &seed->script, &error);
    text_deinit(&script);
    if (!there) return false;
    Text source = text_view(&seed->script);
    seed->timeline = timeline_create(&config, &error);
    if (!seed->timeline) return false;
    timeline_run(seed->timeline, "script.py", source);
    if (!lesson_run_build(&seed->run, seed->timeline, source, &error)) return false;
    seed->hash = timeline_hash(seed->timeline);
    return true;
}

/* ---- damage ---- */

static size_t line_start(const TextBuffer *text, size_t at) {
    while (at > 0 && text->bytes[at - 1] != '\n') at--;
    return at;
}

static size_t line_end(const TextBuffer *text, size_t at) {
    while (at < text->length && text->bytes[at] != '\n') at++;
    return at < text->length ? at + 1 : at;
}

/* Puts other bytes in the place of [from, to). */
static void exchange(TextBuffer *text, size_t from, size_t to, const char *bytes, size_t length) {
    TextBuffer out = {0};
    text_append(&out, text->bytes, from);
    text_append(&out, bytes, length);
    text_append(&out, text->bytes + to, text->length - to);
    text_deinit(text);
    *text = out;
}

static const char *const words[] = {"at ",         "line ",     "\"x\" ",    "under ",
                                    "pass 2 ",     "after ",    "before ",   "phase reach ",
                                    "output ",     "freed ",    "call of ",  "end of ",
                                    "start",       "finish",    "say ",      "show ",
                                    "hide ",       "level ",    "focus ",    "only ",
                                    "values",      "predict ",  "number ",   "choice ",
                                    "pick ",       "reveal ",   "ask ",      "option ",
                                    "wrong ",      "because ",  "right ",    "unsure ",
                                    "task ",       "hint ",     "done ",     "side ",
                                    "script ",     "compare",   "solution",  "beat ",
                                    "title:",      "minutes:",  "it",        "None",
                                    "true",        "refcount(", "freed(",    "reachable(",
                                    "gc_refs(",    "count(",    "size(",     "len(",
                                    "is(",         "printed(",  "garbage()", "depth()",
                                    "generation(", "type(",     "exists(",   " is ",
                                    " is not ",    " == ",      " < ",       " + ",
                                    " * ",         " and ",     " or ",      "not ",
                                    "(",           ")",         "[",         "]",
                                    "[0]",         "[-1]",      "['k']",     ".peer",
                                    "@",           "()",        "->",        "{",
                                    "}",           "**",        "`",         "\\",
                                    "\"",          "'",         "#",         "\n",
                                    "    ",        "\t",        "\r\n",      "0",
                                    "1",           "999999999", "1e9",       "x",
                                    "\xC3\xA9",    "\xFF",      "\xE2\x80",  ":",
                                    "=",           ",",         "- ",        "@module",
                                    "before(",     " / ",       " // ",      " % ",
                                    "note ",       "bytes ",    " - 1",      "/ 0"};

static void damage_once(const Seeds *seeds, Chance *chance, TextBuffer *text) {
    enum { BYTES_MAX = 20000, COPIES_MAX = 40 };
    size_t at = chance_below(chance, text->length + 1);
    size_t start = line_start(text, at), end = line_end(text, at);
    const TextBuffer *other = &seeds->items[chance_below(chance, seeds->count)].lesson;
    size_t there = line_start(other, chance_below(chance, other->length + 1));
    const char *word = words[chance_below(chance, sizeof words / sizeof words[0])];
    char byte = (char)chance_next(chance);
    switch (chance_below(chance, 11)) {
    case 0: exchange(text, at, at < text->length ? at + 1 : at, &byte, 1); break;
    case 1: exchange(text, start, end, "", 0); break; /* a line less */
    case 2: exchange(text, start, start, text->bytes + start, end - start); break;
    case 3: exchange(text, start, end, other->bytes + there, line_end(other, there) - there); break;
    case 4:
        exchange(text, start, start, other->bytes + there, line_end(other, there) - there);
        break;
    case 5: exchange(text, at, at, word, strlen(word)); break;
    case 6: { /* a word for another */
        size_t to = at;
        while (to < end && to < text->length && strchr(" \n", text->bytes[to]) == NULL) to++;
        exchange(text, at, to, word, strlen(word));
        break;
    }
    case 7: /* indentation */
        if (chance_percent(chance, 50))
            exchange(text, start, start, "  ", 2);
        else if (start < text->length && text->bytes[start] == ' ')
            exchange(text, start, start + 1, "", 0);
        break;
    case 8: /* much of one thing */
        for (uint32_t i = chance_below(chance, COPIES_MAX); i > 0 && text->length < BYTES_MAX;
             i--) {
            exchange(text, at, at, word, strlen(word));
        }
        break;
    case 9: exchange(text, at, text->length, "", 0); break;
    default: exchange(text, at, at + chance_below(chance, text->length - at + 1) % 12, "", 0);
    }
}

/* ---- what must hold ---- */

static void check_places(const LessonMistakes *mistakes, Text text) {
    uint32_t lines = 1;
    for (size_t i = 0; i < text.length; i++) lines += text.bytes[i] == '\n';
    for (size_t i = 0; i < mistakes->items.count; i++) {
        const LessonMistake *mistake = &mistakes->items.items[i];
        assert(mistake->line >= 1 && mistake->line <= lines && mistake->column >= 1);
        assert(mistake->text[0] && !strchr(mistake->text, '\n'));
        assert(utf8_invalid_at(mistake->text, strlen(mistake->text)) == strlen(mistake->text));
    }
}

/* Returns how many mistakes there were. */
static size_t try_lesson(const Seed *seed, Text text) {
    LessonFile lesson;
    LessonMistakes mistakes = {0};
    LessonCheck config = {.path = seed->path, .read_file = refuse_file};
    lesson_file_read(&lesson, text, &mistakes);
    lesson_check_beats(&config, &lesson, &seed->run, &mistakes);
    lesson_mistakes_sort(&mistakes);
    check_places(&mistakes, text);
    assert(timeline_hash(seed->timeline) == seed->hash);
    assert(!timeline_can_undo(seed->timeline) && !timeline_can_redo(seed->timeline));
    size_t count = mistakes.items.count;
    lesson_file_deinit(&lesson);
    lesson_mistakes_deinit(&mistakes);
    return count;
}

static void keep(const TextBuffer *text) {
    FILE *file = fopen("fuzz_lessons.lesson", "wb");
    if (!file) return;
    fwrite(text_cstr(text), 1, text->length, file);
    fclose(file);
}

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    long count = 2000;
    Chance chance = {1};
    Seeds seeds = {0};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--count") == 0 && i + 1 < argc) {
            count = strtol(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc) {
            chance.state = strtoull(argv[++i], NULL, 10);
        } else {
            Seed seed;
            if (!open_seed(argv[i], &seed)) {
                fprintf(stderr, "%s cannot be used\n", argv[i]);
                return 2;
            }
            array_push(&seeds, seed);
        }
    }
    if (!seeds.count) {
        fprintf(stderr, "usage: fuzz_lessons [--count N] [--seed S] LESSON...\n");
        return 2;
    }
    long fine = 0, mistakes = 0;
    double longest = 0;
    TextBuffer text = {0};
    for (long i = 0; i < count; i++) {
        const Seed *seed = &seeds.items[(size_t)i % seeds.count];
        text_clear(&text);
        text_append(&text, text_cstr(&seed->lesson), seed->lesson.length);
        for (uint32_t j = chance_below(&chance, 5) + (i >= (long)seeds.count); j > 0; j--) {
            damage_once(&seeds, &chance, &text);
        }
        keep(&text);
        double before = seconds_now();
        size_t found = try_lesson(seed, text_view(&text));
        double took = seconds_now() - before;
        if (took > longest) longest = took;
        fine += found == 0;
        mistakes += (long)found;
    }
    remove("fuzz_lessons.lesson");
    printf("%ld lessons, %ld without a mistake, %ld mistakes, the longest took %.0f ms\n", count,
           fine, mistakes, longest * 1000);
    text_deinit(&text);
    for (size_t i = 0; i < seeds.count; i++) {
        lesson_run_deinit(&seeds.items[i].run);
        timeline_destroy(seeds.items[i].timeline);
        text_deinit(&seeds.items[i].lesson);
        text_deinit(&seeds.items[i].script);
    }
    array_deinit(&seeds);
    return 0;
}
