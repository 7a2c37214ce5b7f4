#include "app/settings/settings_file.h"

#include <stdlib.h>
#include <string.h>

static const char HEAD[] = "lastref settings ";

Settings settings_default(void) {
    return (Settings){.theme = "light", .size = 100};
}

/* ---- values ---- */

static void copy(char *to, size_t size, Text from) {
    size_t length = from.length < size ? from.length : size - 1;
    memcpy(to, from.bytes, length);
    to[length] = '\0';
}

static bool read_theme(Text text, Settings *out) {
    bool known = text_is(text, "light") || text_is(text, "dark") || text_is(text, "contrast") ||
                 text_is(text, SETTINGS_SYSTEM);
    if (known) copy(out->theme, sizeof out->theme, text);
    return known;
}

static void write_theme(const Settings *values, TextBuffer *out) {
    text_append_string(out, values->theme);
}

/* One of two words. */
static bool read_either(Text text, const char *no, const char *yes, bool *out) {
    bool known = text_is(text, no) || text_is(text, yes);
    if (known) *out = text_is(text, yes);
    return known;
}

static bool read_motion(Text text, Settings *out) {
    return read_either(text, "full", "reduced", &out->reduced_motion);
}

static void write_motion(const Settings *values, TextBuffer *out) {
    text_append_string(out, values->reduced_motion ? "reduced" : "full");
}

static bool read_wheel(Text text, Settings *out) {
    return read_either(text, "zooms", "scrolls", &out->wheel_scrolls);
}

static void write_wheel(const Settings *values, TextBuffer *out) {
    text_append_string(out, values->wheel_scrolls ? "scrolls" : "zooms");
}

/* Up to three digits, and perhaps a point and one more. */
static bool read_size(Text text, Settings *out) {
    int whole = 0, tenths = 0;
    size_t at = 0;
    for (; at < text.length && at < 3 && text.bytes[at] >= '0' && text.bytes[at] <= '9'; at++) {
        whole = whole * 10 + (text.bytes[at] - '0');
    }
    if (at > 0 && at + 2 == text.length && text.bytes[at] == '.' && text.bytes[at + 1] >= '0' &&
        text.bytes[at + 1] <= '9') {
        tenths = text.bytes[at + 1] - '0';
        at += 2;
    }
    int size = whole * 10 + tenths;
    bool good = at > 0 && at == text.length && size >= SETTINGS_SIZE_MIN * 10 &&
                size <= SETTINGS_SIZE_MAX * 10;
    if (good) out->size = (float)size / 10;
    return good;
}

static void write_size(const Settings *values, TextBuffer *out) {
    int tenths = (int)(values->size * 10 + 0.5f);
    text_appendf(out, tenths % 10 ? "%d.%d" : "%d", tenths / 10, tenths % 10);
}

static bool read_speed(Text text, Settings *out) {
    for (int i = 0; i < 4; i++) {
        if (text.length != 1 || text.bytes[0] != '0' + (1 << i)) continue;
        out->speed = i;
        return true;
    }
    return false;
}

static void write_speed(const Settings *values, TextBuffer *out) {
    text_appendf(out, "%d", 1 << values->speed);
}

bool settings_is_name(Text text) {
    if (!text.length || text.length >= SETTINGS_WORD_MAX) return false;
    if (utf8_invalid_at(text.bytes, text.length) != text.length) return false;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        if (c < ' ' || c == 0x7F) return false;
    }
    return text.bytes[0] != ' ' && text.bytes[text.length - 1] != ' ';
}

static bool read_font(Text text, Settings *out) {
    if (text.length && !settings_is_name(text)) return false;
    copy(out->font, sizeof out->font, text);
    return true;
}

static void write_font(const Settings *values, TextBuffer *out) {
    text_append_string(out, values->font);
}

static bool read_code_font(Text text, Settings *out) {
    if (text.length && !settings_is_name(text)) return false;
    copy(out->code_font, sizeof out->code_font, text);
    return true;
}

static void write_code_font(const Settings *values, TextBuffer *out) {
    text_append_string(out, values->code_font);
}

/* "de", "pt_BR", "sr@latin": what a folder of a catalogue can be called. */
static bool read_language(Text text, Settings *out) {
    bool letters = text.length != 1 && text.length < SETTINGS_WORD_MAX;
    for (size_t i = 0; i < text.length && letters; i++) {
        char c = text.bytes[i];
        letters = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (i && (c == '_' || c == '@'));
    }
    if (letters) copy(out->language, sizeof out->language, text);
    return letters;
}

static void write_language(const Settings *values, TextBuffer *out) {
    text_append_string(out, values->language);
}

/* ---- the table ---- */

static const struct {
    const char *name;
    bool (*read)(Text text, Settings *out); /* false: no such value, and nothing is changed */
    void (*write)(const Settings *values, TextBuffer *out); /* appends; nothing: by default */
} rows[] = {
    {"theme", read_theme, write_theme},
    {"motion", read_motion, write_motion},
    {"size", read_size, write_size},
    {"wheel", read_wheel, write_wheel},
    {"speed", read_speed, write_speed},
    {"font", read_font, write_font},
    {"code-font", read_code_font, write_code_font},
    {"language", read_language, write_language},
};

enum { ROWS = sizeof rows / sizeof rows[0] };

/* Whether the row says the same in both; the second one's words are appended. */
static bool is_same(size_t row, const Settings *a, const Settings *b, TextBuffer *of_b) {
    TextBuffer of_a = {0};
    rows[row].write(a, &of_a);
    rows[row].write(b, of_b);
    bool same = strcmp(text_cstr(&of_a), text_cstr(of_b)) == 0;
    text_deinit(&of_a);
    return same;
}

bool settings_equal(const Settings *a, const Settings *b) {
    bool equal = true;
    TextBuffer word = {0};
    for (size_t i = 0; i < ROWS && equal; i++) {
        text_clear(&word);
        equal = is_same(i, a, b, &word);
    }
    text_deinit(&word);
    return equal;
}

void settings_merge(const Settings *before, const Settings *after, Settings *into) {
    TextBuffer word = {0};
    for (size_t i = 0; i < ROWS; i++) {
        text_clear(&word);
        bool same = is_same(i, before, after, &word);
        if (!same) rows[i].read((Text){text_cstr(&word), word.length}, into);
    }
    text_deinit(&word);
}

/* ---- reading ---- */

static Text trimmed(Text text) {
    while (text.length && strchr(" \t", text.bytes[0]) && text.bytes[0]) {
        text.bytes++;
        text.length--;
    }
    while (text.length && strchr(" \t\r", text.bytes[text.length - 1]) &&
           text.bytes[text.length - 1]) {
        text.length--;
    }
    return text;
}

/* Up to the first space; `rest` is what follows. */
static Text first_word(Text line, Text *rest) {
    size_t length = 0;
    while (length < line.length && line.bytes[length] != ' ' && line.bytes[length] != '\t') {
        length++;
    }
    *rest = trimmed((Text){line.bytes + length, line.length - length});
    return (Text){line.bytes, length};
}

static bool read_head(Text line, unsigned *version) {
    size_t length = strlen(HEAD), at = length;
    if (line.length <= length || memcmp(line.bytes, HEAD, length) != 0) return false;
    unsigned number = 0;
    for (; at < line.length && number < 1000000; at++) {
        if (line.bytes[at] < '0' || line.bytes[at] > '9') return false;
        number = number * 10 + (unsigned)(line.bytes[at] - '0');
    }
    *version = number;
    return number > 0 && at == line.length;
}

static size_t row_of(Text name) {
    size_t row = 0;
    while (row < ROWS && !text_is(name, rows[row].name)) row++;
    return row;
}

static bool keep(SettingsFile *out, Text line) {
    if (out->kept.length + line.length + 1 > SETTINGS_KEPT_MAX) return false;
    text_append(&out->kept, line.bytes, line.length);
    text_append_char(&out->kept, '\n');
    return true;
}

/* False: it is left out. */
static bool read_line(Text line, SettingsFile *out) {
    Text value, name = first_word(line, &value);
    if (!line.length) return true;
    if (line.bytes[0] == '#') return keep(out, line);
    size_t row = row_of(name);
    if (row < ROWS && rows[row].read(value, &out->values)) return true;
    return out->version > SETTINGS_VERSION && keep(out, line);
}

bool settings_read(Text text, SettingsFile *out) {
    *out = (SettingsFile){.values = settings_default(), .version = SETTINGS_VERSION};
    Text line, rest = text;
    if (!text_next_line(&rest, &line)) return true;
    if (!read_head(trimmed(line), &out->version)) return false;
    for (size_t number = 2; text_next_line(&rest, &line); number++) {
        if (read_line(trimmed(line), out)) continue;
        if (!out->left_out++) out->first = number;
    }
    return true;
}

void settings_file_deinit(SettingsFile *file) {
    text_deinit(&file->kept);
}

/* ---- writing ---- */

void settings_write_values(const Settings *values, TextBuffer *out) {
    Settings by_default = settings_default();
    TextBuffer word = {0};
    for (size_t i = 0; i < ROWS; i++) {
        text_clear(&word);
        bool same = is_same(i, &by_default, values, &word);
        if (!same) text_appendf(out, "%s %s\n", rows[i].name, text_cstr(&word));
    }
    text_deinit(&word);
}

/* A kept line whose name has a value now is out of date. */
static bool is_out_of_date(Text line, const Settings *values) {
    Settings by_default = settings_default();
    Text value;
    TextBuffer word = {0};
    size_t row = row_of(first_word(line, &value));
    bool said = row < ROWS && !is_same(row, &by_default, values, &word);
    text_deinit(&word);
    return said;
}

void settings_write(const SettingsFile *file, TextBuffer *out) {
    unsigned version = file->version > SETTINGS_VERSION ? file->version : SETTINGS_VERSION;
    text_appendf(out, "%s%u\n", HEAD, version);
    settings_write_values(&file->values, out);
    Text line, rest = {text_cstr(&file->kept), file->kept.length};
    while (text_next_line(&rest, &line)) {
        if (is_out_of_date(line, &file->values)) continue;
        text_append(out, line.bytes, line.length);
        text_append_char(out, '\n');
    }
}
