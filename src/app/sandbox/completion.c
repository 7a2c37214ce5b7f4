#include "app/sandbox/completion.h"

#include "base/translate.h"
#include "heap/deque.h"
#include "heap/dict.h"
#include "heap/kind.h"
#include "heap/str.h"
#include "python/lex.h"
#include "python/native.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROWS_MAX = 4000, /* beyond it a list helps nobody */
    WORD_MAX = 200   /* bytes of a name or key that is offered */
};

void completion_close(Completion *completion) {
    arena_reset(&completion->arena);
    array_clear(&completion->rows);
    completion->open = false;
    completion->chosen = completion->first = 0;
}

void completion_deinit(Completion *completion) {
    arena_deinit(&completion->arena);
    array_deinit(&completion->rows);
    *completion = (Completion){0};
}

/* ---- where the caret is ---- */

static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (unsigned char)c >= 0x80;
}

/* The string or comment that the text ends in: its first byte, or `length` when it ends in code. */
static size_t string_at_end(Text text) {
    size_t at = 0;
    while (at < text.length) {
        char c = text.bytes[at];
        size_t start = at;
        if (c == '#') {
            while (at < text.length && text.bytes[at] != '\n') at++;
            if (at == text.length) return start;
            continue;
        }
        at++;
        if (c != '"' && c != '\'') continue;
        size_t quotes = 1;
        if (at + 1 < text.length && text.bytes[at] == c && text.bytes[at + 1] == c) quotes = 3;
        at += quotes - 1;
        size_t closing = 0;
        while (at < text.length && closing < quotes) {
            if (text.bytes[at] == '\n' && quotes == 1) break; /* unterminated: it ends here */
            if (text.bytes[at] == '\\') {
                closing = 0;
                at++;
            } else {
                closing = text.bytes[at] == c ? closing + 1 : 0;
            }
            at++;
        }
        if (at >= text.length && closing < quotes) return start;
    }
    return text.length;
}

/* ---- reading the heap ---- */

typedef struct Reader {
    const Vm *vm;
    const Heap *heap;
    Completion *out;
    Text begun; /* what is there of the word */
    Text words; /* a text whose words may be meant, or empty */
} Reader;

static bool is_named(const Heap *heap, Ref key, Text name) {
    if (heap_kind(heap, key) != KIND_STR) return false;
    TextBuffer text = {0};
    str_append_to(heap, key, &text);
    bool equal = text_equal((Text){text_cstr(&text), text.length}, name);
    text_deinit(&text);
    return equal;
}

static Ref in_dict(const Heap *heap, Ref dict, Text name) {
    Ref key, value;
    uint32_t position = 0;
    while (dict && dict_next(heap, dict, &position, &key, &value, NULL)) {
        if (is_named(heap, key, name)) return value;
    }
    return REF_NULL;
}

/* The dict of the object's own attributes where it has one that is an object. */
static Ref own_dict(const Heap *heap, Ref object) {
    switch (heap_kind(heap, object)) {
    case KIND_MODULE: return heap_at(heap, Module, object)->dict;
    case KIND_TYPE: return heap_at(heap, Type, object)->dict;
    default: break;
    }
    if (heap_object(heap, object)->flags & OBJECT_PREHEADER) {
        return heap_preheader(heap, object)->dict;
    }
    const Ref *slot = kind_dict_slot(heap, object);
    return slot ? *slot : REF_NULL;
}

static bool has_values(const Heap *heap, Ref object) {
    return heap_object(heap, object)->flags & OBJECT_PREHEADER &&
           heap_preheader(heap, object)->values;
}

static Ref in_mro(const Heap *heap, Ref type, Text name) {
    Ref mro = heap_at(heap, Type, type)->mro;
    for (uint32_t i = 0; mro && i < heap_at(heap, Tuple, mro)->size; i++) {
        Ref base = heap_at(heap, Tuple, mro)->items[i];
        Ref found = in_dict(heap, heap_at(heap, Type, base)->dict, name);
        if (found) return found;
    }
    return REF_NULL;
}

/* A class's attribute as its instance gives it, without running anything: what a slot holds, or the
 * value as it is; null where getting it binds or computes. */
static Ref through_class(const Heap *heap, Ref object, Ref found) {
    if (is_exact(heap, found, TYPE_ID_MEMBER_DESCRIPTOR)) {
        const GetSet *member = heap_at(heap, GetSet, found);
        if (member->which != GETSET_MEMBER) return REF_NULL;
        return *(const Ref *)(heap_at(heap, uint8_t, object) + member->offset);
    }
    bool descriptor = in_mro(heap, heap_type(heap, found), text_of("__get__")) != REF_NULL;
    return descriptor ? REF_NULL : found;
}

static Ref attribute(const Heap *heap, Ref object, Text name) {
    Ref key, value;
    if (heap_kind(heap, object) == KIND_TYPE) return in_mro(heap, object, name);
    if (has_values(heap, object)) {
        uint32_t position = 0;
        while (instance_next(heap, object, &position, &key, &value)) {
            if (is_named(heap, key, name)) return value;
        }
    }
    Ref own = in_dict(heap, own_dict(heap, object), name);
    if (own || heap_kind(heap, object) == KIND_MODULE) return own;
    Ref found = in_mro(heap, heap_type(heap, object), name);
    return found ? through_class(heap, object, found) : REF_NULL;
}

static bool is_dict(const Heap *heap, Ref object) {
    Kind kind = heap_kind(heap, object);
    return kind == KIND_DICT || kind == KIND_DEFAULT_DICT;
}

static Ref item(const Heap *heap, Ref object, long index) {
    const Ref *items;
    uint32_t size;
    switch (heap_kind(heap, object)) {
    case KIND_LIST: {
        const List *list = heap_at(heap, List, object);
        size = list->size;
        items = list->items ? heap_at(heap, Ref, list->items) : NULL;
        break;
    }
    case KIND_TUPLE:
        size = heap_at(heap, Tuple, object)->size;
        items = heap_at(heap, Tuple, object)->items;
        break;
    case KIND_DEQUE:
        size = deque_size(heap, object);
        if (index < 0) index += (long)size;
        return index >= 0 && index < (long)size ? deque_get(heap, object, (uint32_t)index)
                                                : REF_NULL;
    default: return REF_NULL;
    }
    if (index < 0) index += (long)size;
    return index >= 0 && index < (long)size ? items[index] : REF_NULL;
}

static Ref global(const Reader *reader, Text name) {
    const Machine *machine = vm_machine(reader->vm);
    Ref found = in_dict(reader->heap, machine->main_dict, name);
    return found ? found : in_dict(reader->heap, machine->builtins, name);
}

/* ---- the path before a dot or bracket ---- */

/* The start of `name`, `name.attr`, `name[0]['k'].attr` that ends at `end`; `end`: there is none.
 */
static size_t path_start(Text text, size_t end) {
    size_t at = end;
    for (;;) {
        while (at > 0 && text.bytes[at - 1] == ']') {
            size_t open = at - 1;
            while (open > 0 && text.bytes[open] != '[' && text.bytes[open] != '\n') open--;
            if (text.bytes[open] != '[') return end;
            at = open;
        }
        size_t word = at;
        while (word > 0 && is_word(text.bytes[word - 1])) word--;
        if (word == at) return end;
        if (word == 0 || text.bytes[word - 1] != '.') return word;
        at = word - 1;
    }
}

/* An index or key in brackets that stands at `*at`, which moves past it. */
static Ref subscript(const Reader *reader, Ref object, Text text, size_t *at) {
    const char *inner = text.bytes + *at + 1;
    const char *close = memchr(inner, ']', text.length - *at - 1);
    if (!close) return REF_NULL;
    *at = (size_t)(close - text.bytes) + 1;
    size_t length = (size_t)(close - inner);
    if (length >= 2 && (inner[0] == '\'' || inner[0] == '"') && inner[length - 1] == inner[0]) {
        if (!is_dict(reader->heap, object)) return REF_NULL;
        return in_dict(reader->heap, object, (Text){inner + 1, length - 2});
    }
    char *end;
    long index = strtol(inner, &end, 10);
    return end == close && length ? item(reader->heap, object, index) : REF_NULL;
}

/* What the path in start..end leads to; null: that is not known without running it. */
static Ref resolve(const Reader *reader, Text text, size_t start, size_t end) {
    Text path = {text.bytes, end};
    Ref object = REF_NULL;
    for (size_t at = start; at < end;) {
        if (text.bytes[at] == '[') {
            object = subscript(reader, object, path, &at);
        } else {
            bool dot = text.bytes[at] == '.';
            size_t word = at + dot, stop = word;
            while (stop < end && is_word(text.bytes[stop])) stop++;
            Text name = {text.bytes + word, stop - word};
            object = dot ? attribute(reader->heap, object, name) : global(reader, name);
            at = stop;
        }
        if (!object || native_is_unbuilt(reader->vm, object)) return REF_NULL;
    }
    return object;
}

/* ---- gathering ---- */

static void add(Reader *reader, Text text, const char *what, const char *behind) {
    Completion *out = reader->out;
    size_t begun = reader->begun.length;
    if (out->rows.count >= ROWS_MAX || text.length > WORD_MAX || text.length < begun) return;
    if (memcmp(text.bytes, reader->begun.bytes, begun) != 0) return;
    bool hidden = text.length && text.bytes[0] == '_';
    if (hidden && !begun) return; /* offered once an underscore is typed */
    CompletionRow row = {arena_format(&out->arena, "%.*s%s", (int)text.length, text.bytes, behind),
                         what};
    array_push(&out->rows, row);
}

static void add_key(Reader *reader, Ref key, const char *what) {
    if (heap_kind(reader->heap, key) != KIND_STR) return;
    TextBuffer text = {0};
    str_append_to(reader->heap, key, &text);
    add(reader, (Text){text_cstr(&text), text.length}, what, "");
    text_deinit(&text);
}

static void add_dict(Reader *reader, Ref dict, const char *what) {
    Ref key, value;
    uint32_t position = 0;
    while (dict && dict_next(reader->heap, dict, &position, &key, &value, NULL)) {
        if (!native_is_unbuilt(reader->vm, value)) add_key(reader, key, what);
    }
}

static void add_mro(Reader *reader, Ref type) {
    Ref mro = heap_at(reader->heap, Type, type)->mro;
    for (uint32_t i = 0; mro && i < heap_at(reader->heap, Tuple, mro)->size; i++) {
        Ref base = heap_at(reader->heap, Tuple, mro)->items[i];
        add_dict(reader, heap_at(reader->heap, Type, base)->dict, _("attribute"));
    }
}

static void add_attributes(Reader *reader, Ref object) {
    const Heap *heap = reader->heap;
    Ref key, value;
    if (heap_kind(heap, object) == KIND_TYPE) {
        add_mro(reader, object);
    } else {
        uint32_t position = 0;
        while (has_values(heap, object) && instance_next(heap, object, &position, &key, &value)) {
            add_key(reader, key, _("attribute"));
        }
        add_dict(reader, own_dict(heap, object), _("attribute"));
    }
    if (heap_kind(heap, object) != KIND_MODULE) add_mro(reader, heap_type(heap, object));
}

/* But for the one at the caret. */
static void add_words(Reader *reader) {
    Text text = reader->words;
    for (size_t at = 0; at < text.length; at++) {
        size_t start = at;
        while (at < text.length && is_word(text.bytes[at])) at++;
        bool number = text.bytes[start] >= '0' && text.bytes[start] <= '9';
        if (at == start || number || start == reader->out->from) continue;
        add(reader, (Text){text.bytes + start, at - start}, _("word"), "");
    }
}

#define KEYWORD(kind, spelling) spelling,

static void add_names(Reader *reader) {
    const Machine *machine = vm_machine(reader->vm);
    add_dict(reader, machine->main_dict, _("name"));
    if (!reader->begun.length) return; /* the list would be all of Python */
    add_dict(reader, machine->builtins, _("built-in"));
    add_words(reader);
    static const char *const keywords[] = {LEX_KEYWORDS(KEYWORD)};
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        add(reader, text_of(keywords[i]), _("keyword"), "");
    }
}

/* Keys that can be written between these quotes as they are. */
static void add_string_keys(Reader *reader, Ref dict, char quote) {
    Ref key, value;
    uint32_t position = 0;
    const char behind[] = {quote, ']', '\0'};
    while (dict_next(reader->heap, dict, &position, &key, &value, NULL)) {
        if (heap_kind(reader->heap, key) != KIND_STR) continue;
        TextBuffer text = {0};
        str_append_to(reader->heap, key, &text);
        bool plain = !strchr(text_cstr(&text), quote) && !strchr(text_cstr(&text), '\\');
        for (size_t i = 0; i < text.length; i++)
            plain = plain && (unsigned char)text.bytes[i] >= ' ';
        if (plain) add(reader, (Text){text_cstr(&text), text.length}, _("key"), behind);
        text_deinit(&text);
    }
}

static int compare_rows(const void *left, const void *right) {
    const CompletionRow *a = left, *b = right;
    bool hidden_a = a->text[0] == '_', hidden_b = b->text[0] == '_';
    if (hidden_a != hidden_b) return hidden_a ? 1 : -1;
    int order = strcmp(a->text, b->text);
    return order ? order : strcmp(a->what, b->what);
}

/* Sorted, each once. */
static void order(Completion *completion) {
    if (!completion->rows.count) return;
    qsort(completion->rows.items, completion->rows.count, sizeof *completion->rows.items,
          compare_rows);
    size_t kept = 1;
    for (size_t i = 1; i < completion->rows.count; i++) {
        if (strcmp(completion->rows.items[i].text, completion->rows.items[kept - 1].text) == 0) {
            continue;
        }
        completion->rows.items[kept++] = completion->rows.items[i];
    }
    completion->rows.count = kept;
}

static void gather(Reader *reader, Text text) {
    size_t string = string_at_end(text);
    if (string < text.length) {
        bool key = string > 0 && text.bytes[string - 1] == '[' && text.bytes[string] != '#';
        if (!key) return;
        size_t start = path_start(text, string - 1);
        Ref dict = start == string - 1 ? REF_NULL : resolve(reader, text, start, string - 1);
        if (!dict || !is_dict(reader->heap, dict)) return;
        reader->out->from = string + 1;
        reader->begun = (Text){text.bytes + string + 1, text.length - string - 1};
        add_string_keys(reader, dict, text.bytes[string]);
        return;
    }
    size_t word = text.length;
    while (word > 0 && is_word(text.bytes[word - 1])) word--;
    reader->out->from = word;
    reader->begun = (Text){text.bytes + word, text.length - word};
    if (reader->begun.length && reader->begun.bytes[0] >= '0' && reader->begun.bytes[0] <= '9') {
        return;
    }
    if (word == 0 || text.bytes[word - 1] != '.') {
        add_names(reader);
        return;
    }
    size_t start = path_start(text, word - 1);
    Ref object = start == word - 1 ? REF_NULL : resolve(reader, text, start, word - 1);
    if (object) add_attributes(reader, object);
}

bool completion_find(Completion *completion, const Vm *vm, const EditBuffer *edit, bool words) {
    bool open = completion->open;
    completion_close(completion);
    if (edit->caret != edit->anchor) return false;
    Reader reader = {.vm = vm, .heap = &vm->heap, .out = completion};
    if (words) reader.words = edit_text(edit);
    gather(&reader, (Text){text_cstr(&edit->text), edit->caret});
    order(completion);
    completion->open = open && completion->rows.count > 0;
    completion->version = edit->version;
    return completion->rows.count > 0;
}

/* ---- putting it in ---- */

/* In place of what is there of it, and of as much behind the caret as closes the key already. */
static void put(Completion *completion, EditBuffer *edit, Text text) {
    const char *behind = text_cstr(&edit->text) + edit->caret;
    size_t same = 0, end = edit->caret;
    for (size_t i = text.length > 2 ? text.length - 2 : 0; i < text.length && !same; i++) {
        bool closes = text.bytes[i] == '\'' || text.bytes[i] == '"' || text.bytes[i] == ']';
        if (!closes) continue;
        while (i + same < text.length && behind[same] == text.bytes[i + same]) same++;
    }
    edit_place(edit, completion->from, false);
    edit_place(edit, end + same, true);
    edit_insert(edit, text, false);
}

void completion_put(Completion *completion, EditBuffer *edit, size_t row) {
    assert(row < completion->rows.count);
    put(completion, edit, text_of(completion->rows.items[row].text));
    completion_close(completion);
}

bool completion_put_common(Completion *completion, EditBuffer *edit) {
    if (!completion->rows.count) return false;
    const char *first = completion->rows.items[0].text;
    size_t same = strlen(first);
    for (size_t i = 1; i < completion->rows.count; i++) {
        const char *other = completion->rows.items[i].text;
        size_t both = 0;
        while (both < same && first[both] == other[both]) both++;
        same = both;
    }
    while (same && ((unsigned char)first[same] & 0xC0) == 0x80) same--;
    if (same <= edit->caret - completion->from) return false;
    edit_insert(
        edit,
        (Text){first + (edit->caret - completion->from), same - (edit->caret - completion->from)},
        false);
    return true;
}
