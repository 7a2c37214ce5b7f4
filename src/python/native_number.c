#include "python/native_number.h"

#include "base/hash.h"
#include "python/vm.h"

#include <assert.h>
#include <string.h>

static uint32_t hash_text(uint32_t hash, const char *text) {
    uint64_t mixed = hash_mix(hash ^ hash_bytes(text, strlen(text)));
    return (uint32_t)(mixed ^ mixed >> 32);
}

/* Of what it says. */
static uint32_t hash_of(const NativeFrame *description) {
    uint32_t hash = hash_text(description->slots, description->name);
    for (uint32_t i = 0; description->slot_names && i < description->slots; i++) {
        hash = hash_text(hash, description->slot_names[i]);
    }
    return hash;
}

static bool is_taken(const NativeNumbers *table, uint32_t number) {
    for (uint32_t i = 0; i < NATIVE_NUMBERS; i++) {
        if (table->known[i] && table->numbers[i] == number) return true;
    }
    return false;
}

/* Where the description is, or would be. */
static uint32_t find_slot(const NativeNumbers *table, const NativeFrame *description) {
    uint32_t at = (uint32_t)(hash_mix((uintptr_t)description) % NATIVE_NUMBERS);
    while (table->known[at] && table->known[at] != description) at = (at + 1) % NATIVE_NUMBERS;
    return at;
}

bool native_is_number(const NativeNumbers *table, const NativeFrame *description, uint32_t number) {
    uint32_t at = find_slot(table, description);
    return table->known[at] && table->numbers[at] == number;
}

uint32_t native_number(NativeNumbers *table, const NativeFrame *description) {
    uint32_t at = find_slot(table, description);
    if (table->known[at]) return table->numbers[at];
    assert(table->count < NATIVE_NUMBERS / 2);
    uint32_t number = hash_of(description);
    while (is_taken(table, number)) number++; /* two that say the same */
    table->known[at] = description;
    table->numbers[at] = number;
    table->count++;
    return number;
}

const NativeFrame *native_of_number(const NativeNumbers *table, uint32_t number) {
    for (uint32_t i = 0; i < NATIVE_NUMBERS; i++) {
        if (table->known[i] && table->numbers[i] == number) return table->known[i];
    }
    assert(!"a native frame that was never pushed");
    return NULL;
}
