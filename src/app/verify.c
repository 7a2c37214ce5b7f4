#include "app/verify.h"

#include "base/translate.h"
#include "python/name_map.h"

/* ---- addresses ---- */

static bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* Length of an address as repr prints it, "0x7f12ab34"; 0: there is none. */
static size_t address_length(Text text, size_t at) {
    enum { DIGITS_MIN = 6 };
    size_t end = at + 2;
    if (end >= text.length || text.bytes[at] != '0' || text.bytes[at + 1] != 'x') return 0;
    while (end < text.length && is_hex(text.bytes[end])) end++;
    return end - at >= 2 + DIGITS_MIN ? end - at : 0;
}

static TextBuffer rename_addresses(Text text) {
    TextBuffer out = {0};
    Arena arena = {0};
    NameMap known = {.arena = &arena};
    size_t from = 0;
    for (size_t at = 0; at < text.length;) {
        size_t length = address_length(text, at);
        if (!length) {
            at++;
            continue;
        }
        text_append(&out, text.bytes + from, at - from);
        const char *address = arena_copy(&arena, text.bytes + at, length);
        text_appendf(&out, "0x#%u", name_map_number(&known, address) + 1);
        from = at += length;
    }
    text_append(&out, text.bytes + from, text.length - from);
    arena_deinit(&arena);
    return out;
}

/* ---- lines ---- */

static bool same(bool has_a, Text a, bool has_b, Text b) {
    return has_a == has_b && (!has_a || text_equal(a, b));
}

static void tell_line(TextBuffer *told, const char *who, bool there, Text line) {
    enum { SHOWN = 400 };
    line = text_cut(line, SHOWN);
    if (there) text_appendf(told, "  %s: %.*s\n", who, (int)line.length, line.bytes);
    if (!there) text_appendf(told, _("  %s: nothing more\n"), who);
}

/* One stream; counts the lines that python3 itself does not print twice alike. */
static bool compare_stream(const char *name, Text ours, Text first, Text second, size_t *left_out,
                           TextBuffer *told) {
    TextBuffer texts[3] = {rename_addresses(ours), rename_addresses(first),
                           rename_addresses(second)};
    Text rest[3], line[3] = {{"", 0}, {"", 0}, {"", 0}};
    for (int i = 0; i < 3; i++) rest[i] = (Text){text_cstr(&texts[i]), texts[i].length};
    bool identical = true;
    for (size_t number = 1; identical; number++) {
        bool there[3];
        for (int i = 0; i < 3; i++) there[i] = text_next_line(&rest[i], &line[i]);
        if (!there[0] && !there[1] && !there[2]) break;
        if (!same(there[1], line[1], there[2], line[2])) {
            ++*left_out;
            continue;
        }
        if (same(there[0], line[0], there[1], line[1])) continue;
        text_appendf(told, _("%s differs at line %zu\n"), name, number);
        tell_line(told, "python3", there[1], line[1]);
        tell_line(told, "lastref", there[0], line[0]);
        identical = false;
    }
    for (int i = 0; i < 3; i++) text_deinit(&texts[i]);
    return identical;
}

bool verify_compare(VerifyRun ours, VerifyRun first, VerifyRun second, TextBuffer *told) {
    size_t left_out = 0;
    bool identical = compare_stream("stdout", ours.out, first.out, second.out, &left_out, told) &&
                     compare_stream("stderr", ours.err, first.err, second.err, &left_out, told);
    if (identical && first.status == second.status && ours.status != first.status) {
        text_appendf(told, _("the exit status differs\n  python3: %d\n  lastref: %d\n"),
                     first.status, ours.status);
        identical = false;
    }
    if (identical) text_append_string(told, "identical\n");
    if (left_out) {
        text_appendf(
            told,
            translate_many("%zu line left out: python3 prints it differently each time\n",
                           "%zu lines left out: python3 prints them differently each time\n",
                           left_out),
            left_out);
    }
    return identical;
}
