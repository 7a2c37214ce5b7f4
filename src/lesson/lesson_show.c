/* What of the picture a beat shows: its rows `show` and `hide`. */
#include "lesson/lesson_reader.h"

#include "base/translate.h"

enum { FOCUS_MAX = 20 };

/* Objects with commas between; how many there are, at most `most`: `too_many` says so. */
static uint32_t read_objects(Reader *reader, Words *words, uint32_t most, const char *too_many,
                             const Goal **out) {
    Goal *objects = arena_array(&reader->lesson->arena, Goal, most);
    uint32_t count = 0;
    *out = objects;
    do {
        if (count == most) {
            reader_fail(reader, words->at, _(too_many), most);
            return count;
        }
        if (!reader_object(reader, words, READER_AT_BEAT, &objects[count])) return count;
        count++;
    } while (words_take_char(words, ','));
    reader_expect_end(reader, words);
    return count;
}

static bool read_level(Words *words, LessonShow *show) {
    static const char *const levels[] = {"basic", "counts", "internals"};
    for (size_t i = 0; i < 3; i++) {
        if (!words_take(words, levels[i])) continue;
        show->level = (LessonLevel)i;
        return true;
    }
    return false;
}

static void read_layer(Reader *reader, Words *words, bool shown, LessonShow *show) {
    if (words_take(words, "values"))
        show->values_as_nodes = shown;
    else if (words_take(words, "chains"))
        show->chains_whole = shown;
    else if (words_take(words, "functions"))
        show->without_functions = !shown;
    else if (words_take(words, "classes"))
        show->without_classes = !shown;
    else if (words_take(words, "modules"))
        show->without_modules = !shown;
    else {
        reader_fail(reader, words->at,
                    shown
                        ? _("what is shown: level, focus, only, bytes, values, chains, functions, "
                            "classes or modules")
                        : _("what is hidden: values, chains, functions, classes or modules"));
        return;
    }
    reader_expect_end(reader, words);
}

void reader_show(Reader *reader, Words *words, size_t row, bool shown, LessonShow *show) {
    reader_expect_no_children(reader, row);
    if (shown && words_take(words, "level")) {
        if (read_level(words, show))
            reader_expect_end(reader, words);
        else
            reader_fail(reader, words->at, _("a level is basic, counts or internals"));
    } else if (shown && words_take(words, "focus")) {
        show->focus_count = read_objects(reader, words, FOCUS_MAX,
                                         N_("the view goes to at most %u objects"), &show->focus);
    } else if (shown && words_take(words, "bytes")) {
        show->bytes_count =
            read_objects(reader, words, LESSON_BYTES_MAX,
                         N_("the panel of bytes shows at most %u objects"), &show->bytes);
    } else if (shown && words_take(words, "only")) {
        if (reader_object(reader, words, READER_AT_BEAT, &show->only_from)) {
            reader_expect_end(reader, words);
        }
    } else {
        read_layer(reader, words, shown, show);
    }
}
