#include "app/inspector/block_word.h"

#include "base/translate.h"

#include <string.h>

const char *block_word(const ByteBlock *block) {
    /* Translators: blocks of memory that belong to a Python object. */
    static const char *const words[] = {N_("object"), N_("values"),     N_("keys"),
                                        N_("dict"),   N_("items"),      N_("table"),
                                        N_("bytes"),  N_("characters"), N_("shared keys")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i], block->name) == 0) return _(words[i]);
    }
    return block->name;
}
