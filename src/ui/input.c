#include "ui/input.h"

#include <string.h>

#define KEY_NAME(identifier, name) name,
static const char *const names[KEY_COUNT] = {INPUT_KEYS(KEY_NAME)};
#undef KEY_NAME

const char *input_key_name(InputKey key) {
    return key < KEY_COUNT ? names[key] : names[KEY_NONE];
}

InputKey input_key_find(Text name) {
    for (int key = 1; key < KEY_COUNT; key++) {
        if (text_is(name, names[key])) return (InputKey)key;
    }
    return KEY_NONE;
}

/* Takes "ctrl+" and the like off the front. */
static bool take_modifier(Text *combo, const char *prefix) {
    size_t length = strlen(prefix);
    if (combo->length <= length || memcmp(combo->bytes, prefix, length) != 0) return false;
    combo->bytes += length;
    combo->length -= length;
    return true;
}

InputKey input_combo_read(Text combo, unsigned *modifiers) {
    *modifiers = 0;
    for (;;) {
        if (take_modifier(&combo, "ctrl+")) {
            *modifiers |= MODIFIER_CTRL;
        } else if (take_modifier(&combo, "shift+")) {
            *modifiers |= MODIFIER_SHIFT;
        } else if (take_modifier(&combo, "alt+")) {
            *modifiers |= MODIFIER_ALT;
        } else {
            return input_key_find(combo);
        }
    }
}
