/* String literals: prefixes, escapes, concatenation, and f-strings, which CPython 3.11 takes apart
 * after the lexer: the text of each `{...}` is parsed on its own, in parentheses. */
#include "python/parse_internal.h"

#include <string.h>

/* A STRING token taken apart. */
typedef struct Literal {
    const ParsedToken *token;
    const char *start; /* between the quotes */
    const char *end;
    bool raw, bytes, formatted;
} Literal;

/* One or more literals side by side. */
typedef struct Joined {
    const ParsedToken *first, *last;
    NodeStack values;
    TextBuffer text; /* what is not yet a node */
} Joined;

/* Escapes -------------------------------------------------------------------------------------- */

/* CPython decodes a copy in which a character beyond ASCII is written \UXXXXXXXX, and names
 * positions in that copy. */
static int copied_position(const char *start, const char *at) {
    int position = 0;
    for (; start < at; start++) {
        unsigned char c = (unsigned char)*start;
        position += c < 0x80 ? 1 : c >= 0xC0 ? 10 : 0;
    }
    return position;
}

static void append_any_code_point(TextBuffer *out, uint32_t code) {
    if (code < 0xD800 || code > 0xDFFF) {
        text_append_code_point(out, code);
        return;
    }
    /* A lone surrogate: its three bytes as UTF-8 would have them. */
    text_append_char(out, (char)(0xE0 | code >> 12));
    text_append_char(out, (char)(0x80 | (code >> 6 & 0x3F)));
    text_append_char(out, (char)(0x80 | (code & 0x3F)));
}

static int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* Up to `count` hex digits; moves *at past those that are there. */
static int read_hex(const char **at, const char *end, int count, uint32_t *value) {
    int found = 0;
    *value = 0;
    while (found < count && *at < end && hex_value(**at) >= 0) {
        *value = *value << 4 | (uint32_t)hex_value(**at);
        *at += 1;
        found++;
    }
    return found;
}

static bool unicode_error(Parser *p, const char *start, const char *from, const char *to,
                          const char *reason) {
    parse_raise(p, "(unicode error) 'unicodeescape' codec can't decode bytes in position %d-%d: %s",
                copied_position(start, from), copied_position(start, to) - 1, reason);
    return false;
}

static bool simple_escape(char c, char *value) {
    static const char letters[] = "\\'\"abfnrtv", values[] = "\\'\"\a\b\f\n\r\t\v";
    const char *found = strchr(letters, c);
    if (!found || !c) return false;
    *value = values[found - letters];
    return true;
}

/* Octal digits, the first of them at *at. */
static uint32_t read_octal(const char **at, const char *end) {
    uint32_t value = 0;
    for (int i = 0; i < 3 && *at < end && **at >= '0' && **at <= '7'; i++) {
        value = value << 3 | (uint32_t)(**at - '0');
        *at += 1;
    }
    return value;
}

static bool decode_str(Parser *p, const char *start, const char *end, TextBuffer *out) {
    const char *at = start;
    while (at < end) {
        const char *backslash = memchr(at, '\\', (size_t)(end - at));
        if (!backslash) backslash = end;
        text_append(out, at, (size_t)(backslash - at));
        at = backslash;
        if (at == end) break;
        const char *from = at++;
        if (at == end) {
            text_append_char(out, '\\');
            break;
        }
        char c = *at, value;
        if (c >= '0' && c <= '7') {
            text_append_code_point(out, read_octal(&at, end));
            continue;
        }
        at++;
        if (c == '\n') continue;
        if (simple_escape(c, &value)) {
            text_append_char(out, value);
            continue;
        }
        int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
        if (digits) {
            uint32_t code;
            if (read_hex(&at, end, digits, &code) < digits) {
                return unicode_error(p, start, from, at,
                                     c == 'x'   ? "truncated \\xXX escape"
                                     : c == 'u' ? "truncated \\uXXXX escape"
                                                : "truncated \\UXXXXXXXX escape");
            }
            if (code > 0x10FFFF) {
                return unicode_error(p, start, from, at, "illegal Unicode character");
            }
            append_any_code_point(out, code);
        } else if (c == 'N') {
            const char *close = NULL;
            if (at < end && *at == '{') {
                close = memchr(at, '}', (size_t)(end - at));
                if (!close)
                    at = end;
                else if (close == at + 1)
                    at = close;
            }
            if (!close || at == close) {
                return unicode_error(p, start, from, at, "malformed \\N character escape");
            }
            parse_raise_last(p, PROBLEM_UNSUPPORTED, "\\N{...} in a string");
            return false;
        } else {
            /* An unknown escape stays as it is; CPython warns, by default in silence. */
            text_append_char(out, '\\');
            at--;
        }
    }
    return true;
}

static bool decode_bytes(Parser *p, const char *start, const char *end, TextBuffer *out) {
    for (const char *at = start; at < end;) {
        if (*at != '\\' || at + 1 == end) {
            text_append_char(out, *at++);
            continue;
        }
        const char *from = at++;
        char c = *at, value;
        if (c >= '0' && c <= '7') {
            text_append_char(out, (char)(read_octal(&at, end) & 0xFF));
            continue;
        }
        at++;
        if (c == '\n') continue;
        if (simple_escape(c, &value)) {
            text_append_char(out, value);
        } else if (c == 'x') {
            uint32_t code;
            if (read_hex(&at, end, 2, &code) < 2) {
                parse_raise(p, "(value error) invalid \\x escape at position %d",
                            (int)(from - start));
                return false;
            }
            text_append_char(out, (char)code);
        } else {
            text_append_char(out, '\\');
            at--;
        }
    }
    return true;
}

/* Nodes ---------------------------------------------------------------------------------------- */

static Expr *node_at(Parser *p, ExprKind kind, const ParsedToken *first, const ParsedToken *last) {
    Expr *expr = parse_alloc(p, sizeof *expr);
    expr->kind = kind;
    expr->at = (Location){first->token.line, first->token.column, last->token.end_line,
                          last->token.end_column};
    return expr;
}

static Expr *text_node(Parser *p, ConstantKind kind, const ParsedToken *first,
                       const ParsedToken *last, Text text) {
    Expr *expr = node_at(p, EXPR_CONSTANT, first, last);
    Constant *constant = parse_alloc(p, sizeof *constant);
    constant->kind = kind;
    constant->text.bytes = arena_copy(p->shared->arena, text.bytes, text.length);
    constant->text.length = text.length;
    expr->constant.value = module_add_constant(p->shared->module, constant);
    expr->constant.is_u = *first->token.start == 'u';
    return expr;
}

/* What is pending becomes a Constant among the values. */
static void flush_text(Parser *p, Joined *joined, const ParsedToken *first,
                       const ParsedToken *last) {
    if (joined->text.length == 0) return;
    Expr *node =
        text_node(p, CONSTANT_STR, first, last, (Text){joined->text.bytes, joined->text.length});
    array_push(&joined->values, node);
    text_clear(&joined->text);
}

static Expr *joined_node(Parser *p, Joined *joined, const ParsedToken *first,
                         const ParsedToken *last) {
    flush_text(p, joined, first, last);
    Expr *expr = node_at(p, EXPR_JOINED_STR, first, last);
    expr->joined_str.values.count = joined->values.count;
    expr->joined_str.values.items =
        (Expr **)parse_take_items(p, joined->values.items, joined->values.count);
    return expr;
}

static void joined_deinit(Joined *joined) {
    array_deinit(&joined->values);
    text_deinit(&joined->text);
}

/* f-strings ------------------------------------------------------------------------------------ */

static bool format_parts(Parser *p, const Literal *literal, const char **at, int level,
                         Joined *joined);

/* Finds where the expression that starts at *at ends, and moves *at there: a '!', ':', '=' or '}'
 * outside of brackets and quotes. */
static bool skip_expression(Parser *p, const char **at, const char *end) {
    char open[LEX_MAX_BRACKETS];
    int depth = 0, quotes = 0;
    char quote = 0;
    const char *s = *at;
    for (; s < end; s++) {
        char c = *s;
        if (c == '\\') {
            return parse_raise(p, "f-string expression part cannot include a backslash");
        }
        bool triple = end - s > 2 && s[1] == c && s[2] == c;
        if (quote) {
            if (c != quote) continue;
            if (quotes == 1) {
                quote = 0;
            } else if (triple) {
                s += 2;
                quote = 0;
            }
            continue;
        }
        if (c == '\'' || c == '"') {
            quotes = triple ? 3 : 1;
            if (triple) s += 2;
            quote = c;
            continue;
        }
        if (c == '[' || c == '{' || c == '(') {
            if (depth >= LEX_MAX_BRACKETS) {
                return parse_raise(p, "f-string: too many nested parenthesis");
            }
            open[depth++] = c;
            continue;
        }
        if (c == '#') return parse_raise(p, "f-string expression part cannot include '#'");
        if (depth == 0 && strchr("!:}=><", c)) {
            char next = s + 1 < end ? s[1] : 0;
            if (next == '=' && strchr("!=<>", c)) {
                s++;
                continue;
            }
            if (c == '>' || c == '<') continue;
            break;
        }
        if (c == ']' || c == '}' || c == ')') {
            if (depth == 0) return parse_raise(p, "f-string: unmatched '%c'", c);
            char opening = open[--depth];
            if (c != (opening == '(' ? ')' : opening == '[' ? ']' : '}')) {
                return parse_raise(p,
                                   "f-string: closing parenthesis '%c' does not match opening "
                                   "parenthesis '%c'",
                                   c, opening);
            }
        }
    }
    *at = s;
    if (quote) return parse_raise(p, "f-string: unterminated string");
    if (depth) return parse_raise(p, "f-string: unmatched '%c'", open[depth - 1]);
    if (s >= end) return parse_raise(p, "f-string: expecting '}'");
    return true;
}

/* Parses the expression between `start` and `end`, which follows the '{' at start - 1. */
static Expr *inner_expression(Parser *p, const ParsedToken *token, const char *start,
                              const char *end) {
    bool blank = true;
    for (const char *s = start; s < end && blank; s++) {
        blank = *s == ' ' || *s == '\t' || *s == '\n' || *s == '\f' || *s == '\v' || *s == '\r';
    }
    if (blank && (*end == '!' || *end == ':' || *end == '=')) {
        return parse_raise(p, "f-string: expression required before '%c'", *end);
    }
    if (blank) return parse_raise(p, "f-string: empty expression not allowed");
    const char *brace = start - 1, *line_start = token->token.start;
    int line = token->token.line, column = token->token.column;
    for (const char *s = token->token.start; s < brace; s++) {
        if (*s != '\n') continue;
        line++;
        column = 0;
        line_start = s + 1;
    }
    column += (int)(brace - line_start);
    size_t length = (size_t)(end - start);
    char *text = parse_alloc(p, length + 4);
    text[0] = '(';
    memcpy(text + 1, start, length);
    memcpy(text + 1 + length, ")\n", 2);
    return parse_inner_expression(p, (Text){text, length + 3}, line, column);
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* One `{...}` at *at. With `=` its text goes to the pending text first. */
static bool replacement_field(Parser *p, const Literal *literal, const char **at, int level,
                              Joined *joined) {
    const char *end = literal->end;
    if (level >= 2) return parse_raise(p, "f-string: expressions nested too deeply");
    const char *s = *at + 1, *start = s;
    if (!skip_expression(p, &s, end)) return false;
    Expr *value = inner_expression(p, literal->token, start, s), *format_spec = NULL;
    if (!value) return false;
    bool shows_text = false;
    int conversion = -1;
    if (*s == '=') {
        s++;
        while (s < end && is_space(*s)) s++;
        shows_text = true;
        text_append(&joined->text, start, (size_t)(s - start));
    }
    if (s < end && *s == '!') {
        s++;
        if (s >= end) return parse_raise(p, "f-string: expecting '}'");
        conversion = (unsigned char)*s++;
        if (conversion != 's' && conversion != 'r' && conversion != 'a') {
            return parse_raise(p,
                               "f-string: invalid conversion character: expected 's', 'r', or 'a'");
        }
    }
    if (s < end && *s == ':') {
        s++;
        if (s >= end) return parse_raise(p, "f-string: expecting '}'");
        Joined inside = {.first = joined->first, .last = joined->last};
        bool parsed = format_parts(p, literal, &s, level + 1, &inside);
        if (parsed) format_spec = joined_node(p, &inside, literal->token, literal->token);
        joined_deinit(&inside);
        if (!parsed) return false;
    }
    if (s >= end || *s != '}') return parse_raise(p, "f-string: expecting '}'");
    *at = s + 1;
    if (shows_text && !format_spec && conversion == -1) conversion = 'r';
    flush_text(p, joined, joined->first, joined->last);
    Expr *field = node_at(p, EXPR_FORMATTED_VALUE, joined->first, joined->last);
    field->formatted_value.value = value;
    field->formatted_value.conversion = conversion;
    field->formatted_value.format_spec = format_spec;
    array_push(&joined->values, field);
    return true;
}

/* The literal text from *at to the next field or the end; `*doubled`: it ended in {{ or }}. */
static bool literal_part(Parser *p, const Literal *literal, const char **at, int level,
                         bool *doubled, TextBuffer *out) {
    const char *s = *at, *start = s, *end = literal->end, *stop;
    *doubled = false;
    for (;;) {
        stop = s;
        if (s >= end) break;
        char c = *s++;
        if (!literal->raw && c == '\\' && s < end) {
            c = *s++;
            if (c == 'N') {
                /* The braces of \N{name} are not those of a field. */
                if (s < end && *s++ == '{') {
                    while (s < end && *s++ != '}') {
                    }
                }
                continue;
            }
        }
        if (c != '{' && c != '}') continue;
        if (level == 0) {
            if (s < end && *s == c) {
                stop = s;
                *doubled = true;
                s++;
                break;
            }
            if (c == '}') return parse_raise(p, "f-string: single '}' is not allowed");
        }
        s--;
        stop = s;
        break;
    }
    *at = s;
    if (!literal->raw) return decode_str(p, start, stop, out);
    text_append(out, start, (size_t)(stop - start));
    return true;
}

static bool format_parts(Parser *p, const Literal *literal, const char **at, int level,
                         Joined *joined) {
    for (;;) {
        bool doubled;
        if (!literal_part(p, literal, at, level, &doubled, &joined->text)) return false;
        if (doubled) continue;
        if (*at >= literal->end || **at == '}') break;
        if (!replacement_field(p, literal, at, level, joined)) return false;
    }
    if (level && (*at >= literal->end || **at != '}')) {
        return parse_raise(p, "f-string: expecting '}'");
    }
    return true;
}

/* Literals ------------------------------------------------------------------------------------- */

static Literal take_apart(const ParsedToken *token) {
    Literal literal = {.token = token};
    const char *s = token->token.start;
    for (; *s != '\'' && *s != '"'; s++) {
        char c = (char)(*s | 0x20);
        literal.raw = literal.raw || c == 'r';
        literal.bytes = literal.bytes || c == 'b';
        literal.formatted = literal.formatted || c == 'f';
    }
    bool triple = token->token.end - s >= 6 && s[1] == s[0] && s[2] == s[0];
    int quotes = triple ? 3 : 1;
    literal.start = s + quotes;
    literal.end = token->token.end - quotes;
    return literal;
}

static bool append_literal(Parser *p, const Literal *literal, Joined *joined) {
    if (literal->formatted) {
        const char *at = literal->start;
        return format_parts(p, literal, &at, 0, joined);
    }
    if (literal->raw) {
        text_append(&joined->text, literal->start, (size_t)(literal->end - literal->start));
        return true;
    }
    return literal->bytes ? decode_bytes(p, literal->start, literal->end, &joined->text)
                          : decode_str(p, literal->start, literal->end, &joined->text);
}

static Expr *concatenate(Parser *p, int start, int end) {
    Joined joined = {.first = parse_token(p, start), .last = parse_token(p, end - 1)};
    bool bytes = false, formatted = false;
    Expr *expr = NULL;
    for (int i = start; i < end; i++) {
        Literal literal = take_apart(parse_token(p, i));
        if (literal.bytes) {
            for (const char *s = literal.start; s < literal.end; s++) {
                if ((unsigned char)*s < 0x80) continue;
                parse_raise(p, "bytes can only contain ASCII literal characters");
                goto done;
            }
        }
        if (i > start && literal.bytes != bytes) {
            parse_raise(p, "cannot mix bytes and nonbytes literals");
            goto done;
        }
        bytes = literal.bytes;
        formatted = formatted || literal.formatted;
        if (!append_literal(p, &literal, &joined)) goto done;
    }
    if (formatted) {
        expr = joined_node(p, &joined, joined.first, joined.last);
    } else {
        expr = text_node(p, bytes ? CONSTANT_BYTES : CONSTANT_STR, joined.first, joined.last,
                         (Text){joined.text.bytes, joined.text.length});
    }
done:
    joined_deinit(&joined);
    return p->failed ? NULL : expr;
}

Expr *parse_strings(Parser *p) {
    int start = p->mark;
    if (parse_peek(p) != TOKEN_STRING) return NULL;
    ParsedToken *first = parse_token(p, start);
    if (!first->strings) {
        while (parse_accept(p, TOKEN_STRING)) {
        }
        if (p->failed) return NULL;
        int end = p->mark;
        p->mark = start;
        first->strings = concatenate(p, start, end);
        first->strings_end = end;
        if (!first->strings) return NULL;
    }
    p->mark = first->strings_end;
    return first->strings;
}
