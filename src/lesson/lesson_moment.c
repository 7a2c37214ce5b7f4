/* What a lesson says of a moment: `at line "TEXT" pass 2 after`. */
#include "base/translate.h"
#include "lesson/lesson_reader.h"

static bool take_phase(Reader *reader, Words *words, InsideKind *phase) {
    static const struct {
        const char *word;
        InsideKind kind;
    } phases[] = {{"copy", INSIDE_COPY},
                  {"subtract", INSIDE_SUBTRACT},
                  {"reach", INSIDE_REACH},
                  {"finalize", INSIDE_FINALIZE},
                  {"clear", INSIDE_CLEAR}};
    for (size_t i = 0; i < sizeof phases / sizeof phases[0]; i++) {
        if (!words_take(words, phases[i].word)) continue;
        *phase = phases[i].kind;
        return true;
    }
    reader_fail(reader, words->at, _("a phase is copy, subtract, reach, finalize or clear"));
    return false;
}

static bool take_text(Reader *reader, Words *words, Text *out) {
    words_at_end(words);
    size_t at = words->at;
    if (!words_take_string(words, &reader->lesson->arena, out, reader->mistakes)) return false;
    if (out->length) return true;
    reader_fail(reader, at, _("this text is empty"));
    return false;
}

/* A name, or one with dots: `Node.__init__`, `f.<locals>.g`. */
static bool take_function(Reader *reader, Words *words, Text *out) {
    size_t end = (words_at_end(words), words->at);
    const char *bytes = words->file.bytes;
    while (end < words->end && bytes[end] != ' ' && bytes[end] != '\t') end++;
    *out = (Text){bytes + words->at, end - words->at};
    if (!out->length) reader_fail(reader, words->at, _("the name of a function is expected here"));
    words->at = end;
    return out->length > 0;
}

static bool take_head(Reader *reader, Words *words, Anchor *out) {
    size_t start = (words_at_end(words), words->at);
    if (words_take(words, "start")) {
        out->kind = ANCHOR_START;
    } else if (words_take(words, "finish")) {
        out->kind = ANCHOR_FINISH;
    } else if (words_take(words, "line")) {
        out->kind = ANCHOR_LINE;
        return take_text(reader, words, &out->text);
    } else if (words_take(words, "output")) {
        out->kind = ANCHOR_OUTPUT;
        return take_text(reader, words, &out->text);
    } else if (words_take(words, "freed")) {
        out->kind = ANCHOR_FREED;
        out->text = words_next(words);
        if (!out->text.length) reader_fail(reader, words->at, _("a name is expected here"));
        return out->text.length > 0;
    } else if (words_take(words, "phase")) {
        out->kind = ANCHOR_PHASE;
        return take_phase(reader, words, &out->phase);
    } else if (words_take(words, "call") || words_take(words, "end")) {
        out->kind = words->file.bytes[start] == 'c' ? ANCHOR_CALL : ANCHOR_END;
        if (words_take(words, "of")) return take_function(reader, words, &out->text);
        reader_fail(reader, words->at, _("`of` and a function are expected here"));
        return false;
    } else {
        reader_fail(reader, start,
                    _("a moment is start, finish, line, output, freed, call of, end of or phase"));
        return false;
    }
    return true;
}

/* One of the words that can follow; false with a mistake when it does not belong here. */
static bool take_detail(Reader *reader, Words *words, Anchor *out) {
    size_t start = (words_at_end(words), words->at);
    bool line = out->kind == ANCHOR_LINE, end = out->kind == ANCHOR_END;
    bool counted = out->kind != ANCHOR_START && out->kind != ANCHOR_FINISH;
    if (counted && words_take(words, "pass")) {
        size_t at = (words_at_end(words), words->at);
        if (words_take_number(words, &out->pass) && out->pass) return true;
        reader_fail(reader, at, _("a number from 1 is expected after `pass`"));
        return false;
    }
    if (line && words_take(words, "under")) return take_text(reader, words, &out->under);
    if ((line || end) && words_take(words, "after")) {
        out->after = true;
    } else if ((line || end) && words_take(words, "before")) {
        out->before = true;
    } else if (line && words_take(words, "phase")) {
        out->has_phase = true;
        if (!take_phase(reader, words, &out->phase)) return false;
    } else if (out->kind == ANCHOR_FREED && words_take(words, "inside")) {
        out->inside = true;
    } else {
        reader_fail(reader, start, _("this does not belong to a moment of this kind"));
        return false;
    }
    if (out->after + out->before + out->has_phase < 2) return true;
    reader_fail(reader, start, _("one of before, after and phase is enough"));
    return false;
}

bool reader_anchor(Reader *reader, Words *words, Anchor *out) {
    *out = (Anchor){.pass = 1};
    words_at_end(words);
    out->offset = words->at;
    if (!take_head(reader, words, out)) return false;
    while (!words_at_end(words)) {
        if (!take_detail(reader, words, out)) return false;
    }
    return true;
}
