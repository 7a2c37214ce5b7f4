#include "platform/text_order.h"

#include "base/memory.h"
#include "base/text.h"

#include <fribidi.h>
#include <string.h>

/* Of the script of a character; null for one that any script has. */
static const char *script_of(uint32_t c) {
    if ((c >= 0x0590 && c <= 0x05FF) || (c >= 0xFB1D && c <= 0xFB4F)) return "Hebr";
    if (c >= 0x0700 && c <= 0x074F) return "Syrc";
    if (c >= 0x0780 && c <= 0x07BF) return "Thaa";
    if (c >= 0x07C0 && c <= 0x07FF) return "Nkoo";
    return utf8_is_right_to_left(c) ? "Arab" : NULL;
}

/* Characters from `first` on that have this level and no two scripts. */
static size_t part_length(const uint32_t *characters, const FriBidiLevel *levels, size_t first,
                          size_t end, const char **script) {
    size_t at = first;
    *script = NULL;
    for (; at < end && levels[at] == levels[first]; at++) {
        const char *own = script_of(characters[at]);
        if (own && *script && strcmp(own, *script) != 0) break;
        if (own) *script = own;
    }
    return at - first;
}

/* Rule L2: from the highest level down, whatever lies at a level or above is turned round. */
static void reorder(TextPart *parts, FriBidiLevel *levels, size_t count, FriBidiLevel highest) {
    for (FriBidiLevel level = highest; level > 0; level--) {
        for (size_t i = 0; i < count; i++) {
            size_t end = i;
            while (end < count && levels[end] >= level) end++;
            for (size_t low = i, high = end; low + 1 < high; low++) {
                high--;
                TextPart part = parts[low];
                FriBidiLevel of_part = levels[low];
                parts[low] = parts[high];
                levels[low] = levels[high];
                parts[high] = part;
                levels[high] = of_part;
            }
            if (end > i) i = end;
        }
    }
}

static bool has_right_to_left(const uint32_t *characters, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (utf8_is_right_to_left(characters[i])) return true;
    }
    return false;
}

/* The level of each character; the highest one, or 0: all is from left to right. */
static FriBidiLevel find_levels(const uint32_t *characters, size_t count, FriBidiLevel *levels) {
    FriBidiCharType *types = memory_alloc(count * sizeof *types);
    FriBidiBracketType *brackets = memory_alloc(count * sizeof *brackets);
    FriBidiStrIndex length = (FriBidiStrIndex)count;
    FriBidiParType direction = FRIBIDI_PAR_LTR;
    fribidi_get_bidi_types(characters, length, types);
    fribidi_get_bracket_types(characters, length, types, brackets);
    FriBidiLevel highest =
        fribidi_get_par_embedding_levels_ex(types, brackets, length, &direction, levels);
    memory_free(types);
    memory_free(brackets);
    return highest > 0 ? (FriBidiLevel)(highest - 1) : 0;
}

void text_order(const uint32_t *characters, size_t count, TextParts *parts) {
    if (!count) return;
    if (!has_right_to_left(characters, count)) {
        array_push(parts, ((TextPart){.count = count}));
        return;
    }
    FriBidiLevel *levels = memory_alloc(count * sizeof *levels);
    FriBidiLevel highest = find_levels(characters, count, levels);
    size_t first = parts->count, made = 0;
    for (size_t at = 0; at < count;) {
        const char *script;
        TextPart part = {.first = at, .right_to_left = levels[at] & 1};
        part.count = part_length(characters, levels, at, count, &script);
        if (part.right_to_left && script) strcpy(part.script, script);
        levels[made++] = levels[at]; /* of the part: never behind what is still to be read */
        array_push(parts, part);
        at += part.count;
    }
    reorder(&parts->items[first], levels, made, highest);
    memory_free(levels);
}
