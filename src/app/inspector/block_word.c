#include "app/inspector/block_word.h"

#include "base/translate.h"

#include <string.h>

/* The word in the person's language; the name itself where it is none of them. */
static const char *word_of(const char *name, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i], name) == 0) return _(words[i]);
    }
    return name;
}

const char *block_word(const ByteBlock *block) {
    /* Translators: blocks of memory that belong to a Python object. */
    static const char *const words[] = {N_("object"),      N_("values"),       N_("keys"),
                                        N_("dict"),        N_("items"),        N_("table"),
                                        N_("bytes"),       N_("characters"),   N_("shared keys"),
                                        N_("first block"), N_("other blocks"), N_("kept blocks"),
                                        N_("indices"),     N_("cycles")};
    return word_of(block->name, words, sizeof words / sizeof *words);
}

const char *segment_word(const ByteBlock *block, const ByteSegment *segment) {
    /* Translators: parts of the head of a Python object. */
    static const char *const words[] = {N_("collector"), N_("refs"), N_("type"), N_("weak")};
    if (strcmp(segment->name, block->name) == 0) return block_word(block);
    bool of_head = segment->role != BYTES_VALUE && segment->role != BYTES_PLAIN;
    return of_head ? word_of(segment->name, words, sizeof words / sizeof *words) : segment->name;
}
