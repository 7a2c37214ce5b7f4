#include "mutate.h"

#include "mutate_words.h"

#include <string.h>

/* ---- a script as tokens ---- */

typedef enum TokenKind {
    TOKEN_NAME,
    TOKEN_KEYWORD,
    TOKEN_NUMBER,
    TOKEN_STRING,
    TOKEN_OPERATOR, /* of two values */
    TOKEN_MARK,     /* brackets and what else holds a statement together */
    TOKEN_LINE,     /* line feed with the indentation of the next line */
    TOKEN_SPACE     /* and comments */
} TokenKind;

typedef struct Token {
    Text text; /* in a source, or static */
    TokenKind kind;
} Token;

typedef Array(Token) Tokens;

static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (unsigned char)c >= 128;
}

static size_t end_of_string(Text text, size_t at) {
    char quote = text.bytes[at];
    bool triple =
        at + 2 < text.length && text.bytes[at + 1] == quote && text.bytes[at + 2] == quote;
    for (at += triple ? 3 : 1; at < text.length; at++) {
        if (text.bytes[at] == '\\') {
            at++;
        } else if (text.bytes[at] == '\n' && !triple) {
            return at;
        } else if (text.bytes[at] == quote) {
            if (!triple) return at + 1;
            if (at + 2 < text.length && text.bytes[at + 1] == quote &&
                text.bytes[at + 2] == quote) {
                return at + 3;
            }
        }
    }
    return text.length;
}

static bool is_keyword(Text text) {
    static const char *const keywords[] = {
        "not",   "in",     "is",     "and",    "or",      "if",    "else",     "elif",
        "for",   "while",  "try",    "except", "finally", "with",  "as",       "def",
        "class", "lambda", "yield",  "return", "raise",   "from",  "del",      "global",
        "pass",  "break",  "import", "assert", "await",   "async", "continue", "nonlocal"};
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        if (text_is(text, keywords[i])) return true;
    }
    return false;
}

/* The end of the token that begins at `at`. A rough lexer of its own: the true one is under test.
 */
static size_t end_of_token(Text text, size_t at, TokenKind *kind) {
    char c = text.bytes[at];
    size_t end = at + 1;
    if (c == '\n') {
        *kind = TOKEN_LINE;
        while (end < text.length && text.bytes[end] == ' ') end++;
    } else if (c == ' ' || c == '\t') {
        *kind = TOKEN_SPACE;
        while (end < text.length && (text.bytes[end] == ' ' || text.bytes[end] == '\t')) end++;
    } else if (c == '#') {
        *kind = TOKEN_SPACE;
        while (end < text.length && text.bytes[end] != '\n') end++;
    } else if (c == '\'' || c == '"') {
        *kind = TOKEN_STRING;
        end = end_of_string(text, at);
    } else if (is_word(c)) {
        *kind = c >= '0' && c <= '9' ? TOKEN_NUMBER : TOKEN_NAME;
        while (end < text.length && is_word(text.bytes[end])) end++;
        bool prefix = end - at <= 2 && end < text.length &&
                      (text.bytes[end] == '\'' || text.bytes[end] == '"');
        if (prefix) {
            *kind = TOKEN_STRING;
            end = end_of_string(text, end);
        }
        if (is_keyword((Text){text.bytes + at, end - at})) *kind = TOKEN_KEYWORD;
    } else {
        *kind = c && strchr("+-*/%&|^<>", c) ? TOKEN_OPERATOR : TOKEN_MARK;
        while (*kind == TOKEN_OPERATOR && end < text.length && strchr("*/<>=", text.bytes[end]))
            end++;
    }
    return end < text.length ? end : text.length;
}

static void split(Text text, Tokens *tokens) {
    for (size_t at = 0; at < text.length;) {
        TokenKind kind;
        size_t end = end_of_token(text, at, &kind);
        array_push(tokens, ((Token){{text.bytes + at, end - at}, kind}));
        at = end;
    }
}

static void join(const Tokens *tokens, TextBuffer *out) {
    for (size_t i = 0; i < tokens->count; i++) {
        text_append(out, tokens->items[i].text.bytes, tokens->items[i].text.length);
    }
}

/* ---- damage to tokens ---- */

typedef struct Work {
    Chance *chance;
    Tokens tokens; /* the script in the making */
    Tokens donor;  /* another one */
} Work;

static size_t any_place(const Work *work, const Tokens *tokens) {
    return chance_below(work->chance, tokens->count);
}

/* A token of the kind from the place on, around the end; the place itself where there is none. */
static size_t find_kind(const Tokens *tokens, size_t from, TokenKind kind) {
    for (size_t i = 0; i < tokens->count; i++) {
        size_t at = (from + i) % tokens->count;
        if (tokens->items[at].kind == kind) return at;
    }
    return from;
}

/* Replaces `count` tokens from `at` by others. */
static void splice(Tokens *tokens, size_t at, size_t count, const Token *with, size_t with_count) {
    Tokens made = {0};
    array_reserve(&made, tokens->count + with_count + 1);
    for (size_t i = 0; i < at; i++) array_push(&made, tokens->items[i]);
    for (size_t i = 0; i < with_count; i++) array_push(&made, with[i]);
    for (size_t i = at + count; i < tokens->count; i++) array_push(&made, tokens->items[i]);
    array_deinit(tokens);
    *tokens = made;
}

static void put_text(Tokens *tokens, size_t at, size_t count, const char *text) {
    Token token = {text_of(text), TOKEN_OPERATOR};
    splice(tokens, at, count, &token, 1);
}

static char first_byte(const Token *token) {
    return token->text.length ? token->text.bytes[0] : 0;
}

/* The end of the expression that begins at `at`: a bracketed group, or one token, with what is
 * called, asked or taken from it. */
static size_t end_of_expression(const Tokens *tokens, size_t at) {
    size_t depth = 0;
    for (size_t i = at; i < tokens->count && i < at + 200; i++) {
        char c = first_byte(&tokens->items[i]);
        if (c == '(' || c == '[' || c == '{') depth++;
        if ((c == ')' || c == ']' || c == '}') && depth) depth--;
        if (depth) continue;
        if (tokens->items[i].kind == TOKEN_LINE) return i > at ? i : i + 1;
        char next = i + 1 < tokens->count ? first_byte(&tokens->items[i + 1]) : 0;
        if (c != '.' && next != '.' && next != '(' && next != '[') return i + 1;
    }
    return at + 1;
}

static bool begins_expression(const Tokens *tokens, size_t at) {
    const Token *token = &tokens->items[at];
    char c = first_byte(token);
    if (at > 0 && first_byte(&tokens->items[at - 1]) == '.') return false;
    return token->kind == TOKEN_NAME || token->kind == TOKEN_NUMBER ||
           token->kind == TOKEN_STRING || c == '(' || c == '[' || c == '{';
}

static size_t find_expression(const Work *work, const Tokens *tokens) {
    size_t from = any_place(work, tokens);
    for (size_t i = 0; i < tokens->count; i++) {
        size_t at = (from + i) % tokens->count;
        if (begins_expression(tokens, at)) return at;
    }
    return from;
}

/* The line that holds a place: from its first token to the next line feed. */
static void find_line(const Tokens *tokens, size_t place, size_t *first, size_t *end) {
    *first = place;
    while (*first > 0 && tokens->items[*first].kind != TOKEN_LINE) --*first;
    *end = *first + 1;
    while (*end < tokens->count && tokens->items[*end].kind != TOKEN_LINE) ++*end;
}

/* A line feed with so many spaces. */
static Token line_token(size_t indent) {
    static const char spaces[] =
        "\n                                                                ";
    enum { INDENT_MAX = sizeof spaces - 2 };
    return (Token){{spaces, 1 + (indent < INDENT_MAX ? indent : INDENT_MAX)}, TOKEN_LINE};
}

static size_t indent_of(const Token *token) {
    return token->kind == TOKEN_LINE ? token->text.length - 1 : 0;
}

/* Whether a line stands for itself: it does not go on with what is above it. */
static bool begins_statement(const Tokens *tokens, size_t line) {
    static const char *const later[] = {"else", "elif", "except", "finally"};
    size_t at = line + (tokens->items[line].kind == TOKEN_LINE);
    if (at >= tokens->count) return true;
    for (size_t i = 0; i < sizeof later / sizeof *later; i++) {
        if (text_is(tokens->items[at].text, later[i])) return false;
    }
    char before = line ? first_byte(&tokens->items[line - 1]) : 0;
    return tokens->items[at].kind != TOKEN_LINE && tokens->items[at].kind != TOKEN_MARK &&
           before != ',' && before != '(' && before != '[' && before != '{';
}

/* A line that begins a statement, by chance. */
static void find_statement(const Work *work, const Tokens *tokens, size_t *first, size_t *end) {
    enum { TRIES = 8 };
    for (int i = 0; i < TRIES; i++) {
        find_line(tokens, any_place(work, tokens), first, end);
        if (begins_statement(tokens, *first)) return;
    }
}

/* The line and all deeper ones after it: a statement with its block. */
static void find_block(const Work *work, const Tokens *tokens, size_t *first, size_t *end) {
    find_statement(work, tokens, first, end);
    size_t indent = indent_of(&tokens->items[*first]);
    while (*end < tokens->count &&
           (indent_of(&tokens->items[*end]) > indent ||
            (indent_of(&tokens->items[*end]) == indent && !begins_statement(tokens, *end)))) {
        size_t begin;
        find_line(tokens, *end, &begin, end);
    }
}

static void replace_token(Work *work) {
    Tokens *tokens = &work->tokens;
    size_t at = any_place(work, tokens);
    TokenKind kind = tokens->items[at].kind;
    Tokens *from = chance_percent(work->chance, 50) ? tokens : &work->donor;
    size_t with = find_kind(from, any_place(work, from), kind);
    tokens->items[at] = from->items[with];
}

static void replace_expression(Work *work) {
    Tokens *tokens = &work->tokens;
    Tokens *from = chance_percent(work->chance, 60) ? tokens : &work->donor;
    size_t at = find_expression(work, tokens), end = end_of_expression(tokens, at);
    size_t with = find_expression(work, from), with_end = end_of_expression(from, with);
    Tokens copy = {0};
    for (size_t i = with; i < with_end; i++) array_push(&copy, from->items[i]);
    splice(tokens, at, end - at, copy.items, copy.count);
    array_deinit(&copy);
}

static void wrap_expression(Work *work) {
    static const char *const around[][2] = {{"(", ")"},
                                            {"[", "]"},
                                            {"[*", "]"},
                                            {"{", ": 1}"},
                                            {"(lambda: ", ")()"},
                                            {"not ", ""},
                                            {"-", ""},
                                            {"str(", ")"},
                                            {"list(", ")"},
                                            {"iter(", ")"},
                                            {"len(", ")"},
                                            {"(yield ", ")"},
                                            {"f'{", "}'"},
                                            {"(a := ", ")"},
                                            {"sorted(", ")"},
                                            {"type(", ")"},
                                            {"[x for x in ", "]"},
                                            {"(x for x in ", ")"},
                                            {"{x: x for x in ", "}"},
                                            {"copy.copy(", ")"},
                                            {"copy.deepcopy(", ")"},
                                            {"weakref.ref(", ")"},
                                            {"sys.getrefcount(", ")"},
                                            {"next(", ")"},
                                            {"dict.fromkeys(", ")"},
                                            {"set(", ")"},
                                            {"tuple(", ")"},
                                            {"repr(", ")"},
                                            {"hash(", ")"},
                                            {"(1 if ", " else 2)"},
                                            {"vars(", ")"},
                                            {"reversed(", ")"}};
    Tokens *tokens = &work->tokens;
    size_t at = find_expression(work, tokens), end = end_of_expression(tokens, at);
    size_t form = chance_below(work->chance, sizeof around / sizeof *around);
    put_text(tokens, end, 0, around[form][1]);
    put_text(tokens, at, 0, around[form][0]);
}

/* Another statement with its block, indented as the place asks. */
static void copy_block(Work *work) {
    Tokens *tokens = &work->tokens;
    Tokens *from = chance_percent(work->chance, 40) ? tokens : &work->donor;
    size_t first, end, place, stop;
    find_block(work, from, &first, &end);
    find_statement(work, tokens, &place, &stop);
    size_t old = indent_of(&from->items[first]), new = indent_of(&tokens->items[place]);
    Tokens copy = {0};
    for (size_t i = first; i < end && i < first + 600; i++) {
        Token token = from->items[i];
        if (token.kind == TOKEN_LINE && indent_of(&token) >= old) {
            token = line_token(indent_of(&token) - old + new);
        }
        array_push(&copy, token);
    }
    splice(tokens, place, 0, copy.items, copy.count);
    array_deinit(&copy);
}

static void delete_block(Work *work) {
    size_t first, end;
    find_block(work, &work->tokens, &first, &end);
    Token with[] = {line_token(indent_of(&work->tokens.items[first])),
                    {text_of("pass"), TOKEN_KEYWORD}};
    splice(&work->tokens, first, end - first, with, 2);
}

/* The statement's a, b, f, g and A are names of the script, or stay. */
static void push_statement(Work *work, Text statement, Tokens *made) {
    static const char *const stand_ins[] = {"a", "b", "f", "g", "A"};
    enum { STAND_INS = sizeof stand_ins / sizeof *stand_ins };
    const Tokens *tokens = &work->tokens;
    Tokens parts = {0};
    split(statement, &parts);
    for (size_t i = 0; i < parts.count; i++) {
        Token token = parts.items[i];
        for (int name = 0; name < STAND_INS && token.kind == TOKEN_NAME; name++) {
            if (!text_is(token.text, stand_ins[name])) continue;
            /* the same for all that stand in the line */
            Chance same = {work->chance->state + (uint64_t)name};
            size_t with = find_kind(tokens, chance_below(&same, tokens->count), TOKEN_NAME);
            if (chance_percent(&same, 70)) token = tokens->items[with];
            break;
        }
        array_push(made, token);
    }
    array_deinit(&parts);
}

/* With the indentation of the place. */
static void insert_statement(Work *work) {
    Tokens *tokens = &work->tokens;
    size_t first, end;
    find_statement(work, tokens, &first, &end);
    Tokens made = {0};
    Token line = line_token(indent_of(&tokens->items[first]));
    Text rest = text_of(mutate_statement(work->chance)), part;
    while (text_next_line(&rest, &part)) {
        array_push(&made, line);
        push_statement(work, part, &made);
    }
    if (tokens->items[first].kind != TOKEN_LINE) array_push(&made, line_token(0));
    splice(tokens, first, 0, made.items, made.count);
    array_deinit(&made);
}

static void rename_name(Work *work) {
    Tokens *tokens = &work->tokens;
    size_t a = find_kind(tokens, any_place(work, tokens), TOKEN_NAME);
    size_t b = find_kind(tokens, any_place(work, tokens), TOKEN_NAME);
    Text from = tokens->items[a].text, to = tokens->items[b].text;
    for (size_t i = 0; i < tokens->count; i++) {
        bool same = tokens->items[i].kind == TOKEN_NAME && text_equal(tokens->items[i].text, from);
        if (same) tokens->items[i].text = to;
    }
}

static void place_word(Work *work) {
    size_t at = any_place(work, &work->tokens);
    put_text(&work->tokens, at, chance_below(work->chance, 2), mutate_word(work->chance));
}

static void swap_tokens(Work *work) {
    Tokens *tokens = &work->tokens;
    size_t a = any_place(work, tokens), b = any_place(work, tokens);
    Token kept = tokens->items[a];
    tokens->items[a] = tokens->items[b];
    tokens->items[b] = kept;
}

static void delete_tokens(Work *work) {
    size_t at = any_place(work, &work->tokens);
    size_t count = 1 + chance_below(work->chance, 3);
    if (at + count > work->tokens.count) count = work->tokens.count - at;
    splice(&work->tokens, at, count, NULL, 0);
}

static void damage_tokens(Work *work) {
    static void (*const gentle[])(Work *) = {
        replace_token,    replace_token,    replace_expression, replace_expression,
        wrap_expression,  copy_block,       copy_block,         delete_block,
        insert_statement, insert_statement, insert_statement,   rename_name};
    static void (*const rough[])(Work *) = {place_word, swap_tokens, delete_tokens, place_word};
    bool is_rough = chance_percent(work->chance, 20);
    uint32_t wounds = 1 + chance_below(work->chance, is_rough ? 3 : 8);
    for (uint32_t i = 0; i < wounds && work->tokens.count; i++) {
        if (is_rough && chance_percent(work->chance, 60))
            rough[chance_below(work->chance, sizeof rough / sizeof *rough)](work);
        else
            gentle[chance_below(work->chance, sizeof gentle / sizeof *gentle)](work);
    }
}

/* ---- damage to bytes ---- */

static void insert_bytes(TextBuffer *text, size_t at, const char *bytes, size_t length) {
    TextBuffer made = {0};
    text_append(&made, text_cstr(text), at);
    text_append(&made, bytes, length);
    text_append(&made, text_cstr(text) + at, text->length - at);
    text_deinit(text);
    *text = made;
}

static void damage_bytes(TextBuffer *text, Chance *chance) {
    uint32_t wounds = 1 + chance_below(chance, 4);
    for (uint32_t i = 0; i < wounds && text->length; i++) {
        size_t at = chance_below(chance, text->length);
        switch (chance_below(chance, 5)) {
        case 0: text->bytes[at] = (char)chance_next(chance); break;
        case 1: text->bytes[at] ^= (char)(1u << chance_below(chance, 8)); break;
        case 2: insert_bytes(text, at, "\0", 1); break;
        case 3: text->bytes[text->length = at] = 0; break;
        default: {
            const char *piece = mutate_word(chance);
            insert_bytes(text, at, piece, strlen(piece));
        }
        }
    }
}

static uint32_t size_by_chance(Chance *chance) {
    static const uint32_t sizes[] = {3, 20, 90, 110, 190, 210, 500, 990, 1010, 3000, 10000, 60000};
    return sizes[chance_below(chance, sizeof sizes / sizeof *sizes)];
}

static void repeat(TextBuffer *out, const char *piece, uint32_t times) {
    for (uint32_t i = 0; i < times && out->length < 400000; i++) text_append_string(out, piece);
}

/* Nested or long beyond what people write: one statement. */
static void append_excess(TextBuffer *out, Chance *chance) {
    static const char *const nested[][3] = {{"(", "1", ")"},       {"[", "", "]"},
                                            {"{1:", "2", "}"},     {"-", "1", ""},
                                            {"not ", "1", ""},     {"~", "1", ""},
                                            {"lambda: ", "1", ""}, {"f(", "", ")"},
                                            {"a[", "0", "]"},      {"1 if 1 else ", "2", ""},
                                            {"(yield ", "1", ")"}, {"[x for x in ", "a", "]"},
                                            {"f'{", "1", "}'"},    {"*", "a", ""},
                                            {"a.", "b", ""},       {"a + ", "b", ""},
                                            {"a ** ", "1", ""},    {"a < ", "b", ""},
                                            {"a and ", "b", ""},   {"a, ", "b", ""},
                                            {"a = ", "b", ""},     {"'x' ", "'y'", ""},
                                            {"a: ", "b", ""},      {"(a := ", "1", ")"},
                                            {"await ", "a", ""},   {"", "a", ".b"},
                                            {"", "f", "()"},       {"", "a", "[0]"},
                                            {"{**", "a", "}"},     {"print(*", "a", ")"},
                                            {"del ", "a", ""},     {"@a\n", "def f(): 1", ""}};
    static const char *const lines[] = {"if a: pass\nel",
                                        "for x in a: pass\n",
                                        "try: pass\nexcept: pass\n",
                                        "with a: b\n",
                                        "class A: x = 1\n",
                                        "def f(): return f\n",
                                        "x = 1;",
                                        "\n",
                                        "#\n",
                                        "\\\n",
                                        "a = 1; del a\n",
                                        "global a\n"};
    uint32_t size = size_by_chance(chance);
    switch (chance_below(chance, 6)) {
    case 0:
    case 1: {
        const char *const *form = nested[chance_below(chance, sizeof nested / sizeof *nested)];
        repeat(out, form[0], size);
        text_append_string(out, form[1]);
        repeat(out, form[2], size);
        break;
    }
    case 2: repeat(out, lines[chance_below(chance, sizeof lines / sizeof *lines)], size); break;
    case 3: /* blocks in blocks */
        for (uint32_t depth = 0; depth < size && depth < 130; depth++) {
            static const char *const headers[] = {"if 1:\n",  "for a in 'ab':\n", "while a:\n",
                                                  "try:\n",   "def f():\n",       "class A:\n",
                                                  "with a:\n"};
            repeat(out, " ", depth);
            text_append_string(out, headers[chance_below(chance, depth % 20 ? 1 : 7)]);
        }
        break;
    case 4: /* literals */
        text_append_string(out, "a = ");
        switch (chance_below(chance, 6)) {
        case 0: repeat(out, "9", size); break;
        case 1: text_append_string(out, "0x"), repeat(out, "f", size); break;
        case 2:
            text_append_string(out, "'"), repeat(out, "x\\n", size), text_append_string(out, "'");
            break;
        case 3: text_append_string(out, "1e"), repeat(out, "9", size); break;
        case 4: text_append_string(out, "0."), repeat(out, "1", size); break;
        default:
            text_append_string(out, "b'"), repeat(out, "\\x00", size), text_append_string(out, "'");
        }
        break;
    default: /* names */
        repeat(out, chance_percent(chance, 50) ? "n" : "\xc3\xa9", size);
        text_append_string(out, " = 1");
    }
    text_append_string(out, "\n");
}

/* ---- a whole script ---- */

/* Statements at the outer level, each on its own: an exception in one does not end the run. */
static void append_guarded(TextBuffer *out, Text source) {
    Text rest = source, line;
    bool open = false, decorated = false;
    bool doubtful = memchr(source.bytes, '\\', source.length) != NULL;
    for (size_t i = 0; i + 3 < source.length && !doubtful; i++) {
        doubtful =
            memcmp(source.bytes + i, "\"\"\"", 3) == 0 || memcmp(source.bytes + i, "'''", 3) == 0;
    }
    while (!doubtful && text_next_line(&rest, &line)) {
        char c = line.length ? line.bytes[0] : ' ';
        bool goes_on = decorated || c == ' ' || c == ')' || c == ']' || c == '}' || c == '#' ||
                       (line.length > 3 &&
                        (memcmp(line.bytes, "else", 4) == 0 || memcmp(line.bytes, "elif", 4) == 0 ||
                         memcmp(line.bytes, "exce", 4) == 0 || memcmp(line.bytes, "fina", 4) == 0));
        if (!goes_on && open) {
            text_append_string(out, "except Exception as problem: print(type(problem))\n");
            open = false;
        }
        if (!goes_on) text_append_string(out, "try:\n");
        open = open || !goes_on;
        decorated = c == '@';
        text_append_string(out, " ");
        text_append(out, line.bytes, line.length);
        text_append_string(out, "\n");
    }
    if (open) text_append_string(out, "except Exception as problem: print(type(problem))\n");
    if (doubtful) text_append(out, source.bytes, source.length);
}

static Text any_source(const Sources *sources, Chance *chance) {
    const TextBuffer *source = &sources->items[chance_below(chance, sources->count)];
    return text_view(source);
}

void mutate(const Sources *sources, Chance *chance, TextBuffer *out) {
    text_clear(out);
    TextBuffer guarded = {0};
    Text source = any_source(sources, chance);
    if (chance_percent(chance, 60)) {
        append_guarded(&guarded, source);
        source = text_view(&guarded);
    }
    Work work = {.chance = chance};
    split(source, &work.tokens);
    split(any_source(sources, chance), &work.donor);
    if (work.tokens.count && work.donor.count) damage_tokens(&work);
    join(&work.tokens, out);
    array_deinit(&work.tokens);
    array_deinit(&work.donor);
    text_deinit(&guarded);
    if (chance_percent(chance, 10)) damage_bytes(out, chance);
    if (chance_percent(chance, 6)) {
        TextBuffer excess = {0};
        append_excess(&excess, chance);
        size_t at = chance_percent(chance, 70) ? 0 : chance_below(chance, out->length + 1);
        insert_bytes(out, at, text_cstr(&excess), excess.length);
        text_deinit(&excess);
    }
}
