#include "python/lex.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { END = -1, TAB_WIDTH = 8 };

void lex_init(Lexer *lexer, Text source, int line, int first_column) {
    *lexer = (Lexer){
        .source = source.bytes,
        .source_end = source.bytes + source.length,
        .cursor = source.bytes,
        .line_end = source.bytes,
        .line_start = source.bytes,
        .buffer_start = source.bytes,
        .string_line_start = source.bytes,
        .line = line - 1,
        .first_line = line,
        .first_column = first_column,
        .at_line_start = true,
    };
}

const char *lex_spelling(TokenKind kind) {
    switch (kind) {
#define TOKEN(name, spelling)                                                                      \
    case TOKEN_##name: return spelling;
        LEX_OPERATORS(TOKEN)
        LEX_KEYWORDS(TOKEN)
#undef TOKEN
    default: return "";
    }
}

TokenKind lex_keyword(Text word) {
    if (word.length < 2 || word.length > 8) return TOKEN_NAME;
#define TOKEN(name, spelling)                                                                      \
    if (word.bytes[0] == spelling[0] && word.length == sizeof spelling - 1 &&                      \
        memcmp(word.bytes, spelling, sizeof spelling - 1) == 0)                                    \
        return TOKEN_##name;
    LEX_KEYWORDS(TOKEN)
#undef TOKEN
    return TOKEN_NAME;
}

/* A line is fetched, and counted, when its first character is asked for, not when the line before
 * it ends: error positions depend on it. */
static int next_char(Lexer *lexer) {
    if (lexer->cursor == lexer->line_end) {
        if (lexer->cursor == lexer->source_end) {
            lexer->status = LEX_END;
            return END;
        }
        const char *newline =
            memchr(lexer->cursor, '\n', (size_t)(lexer->source_end - lexer->cursor));
        lexer->line_start = lexer->cursor;
        if (!lexer->token_start) lexer->buffer_start = lexer->cursor;
        lexer->line_end = newline ? newline + 1 : lexer->source_end;
        lexer->line++;
    }
    return (unsigned char)*lexer->cursor++;
}

static void back(Lexer *lexer, int c) {
    if (c != END) lexer->cursor--;
}

static int peek_char(Lexer *lexer) {
    int c = next_char(lexer);
    back(lexer, c);
    return c;
}

/* Faults --------------------------------------------------------------------------------------- */

static int characters(const char *from, const char *to) {
    return to > from ? (int)utf8_count((Text){from, (size_t)(to - from)}) : 0;
}

static TokenKind fault_range(Lexer *lexer, int column, int end_column, const char *format,
                             va_list args) {
    lexer->status = LEX_FAULT;
    vsnprintf(lexer->fault.message, sizeof lexer->fault.message, format, args);
    lexer->fault.line = lexer->line;
    lexer->fault.column = column >= 0 ? column : characters(lexer->line_start, lexer->cursor);
    lexer->fault.end_column = end_column;
    return TOKEN_ERROR;
}

/* The fault stands at the last character that was consumed. */
__attribute__((format(printf, 2, 3))) static TokenKind fault(Lexer *lexer, const char *format,
                                                             ...) {
    va_list args;
    va_start(args, format);
    fault_range(lexer, -1, -1, format, args);
    va_end(args);
    return TOKEN_ERROR;
}

__attribute__((format(printf, 4, 5))) static TokenKind
fault_between(Lexer *lexer, int column, int end_column, const char *format, ...) {
    va_list args;
    va_start(args, format);
    fault_range(lexer, column, end_column, format, args);
    va_end(args);
    return TOKEN_ERROR;
}

static TokenKind stop(Lexer *lexer, LexStatus status) {
    lexer->status = status;
    return TOKEN_ERROR;
}

/* Names ---------------------------------------------------------------------------------------- */

static bool starts_name(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 128;
}

static bool is_digit(int c) {
    return c >= '0' && c <= '9';
}

static bool continues_name(int c) {
    return starts_name(c) || is_digit(c);
}

typedef enum LetterClass {
    LETTER_YES,     /* surely a letter, and its own NFKC form */
    LETTER_NO,      /* surely not part of a name */
    LETTER_UNKNOWN, /* would need the Unicode tables */
} LetterClass;

/* The blocks of simple letters (Unicode 14, which CPython 3.11 uses) that need neither a table of
 * exceptions nor normalisation. */
static LetterClass classify(int32_t c) {
    static const struct {
        int32_t first, last;
    } letters[] = {
        {0xC0, 0xD6},     {0xD8, 0xF6},       {0xF8, 0x131},    {0x134, 0x13E},   {0x141, 0x148},
        {0x14A, 0x17E},   {0x180, 0x1C3},     {0x1CD, 0x1F0},   {0x1F4, 0x2AF},   {0x386, 0x386},
        {0x388, 0x38A},   {0x38E, 0x3A1},     {0x3A3, 0x3CF},   {0x3D7, 0x3EF},   {0x400, 0x481},
        {0x48A, 0x52F},   {0x531, 0x556},     {0x561, 0x586},   {0x5D0, 0x5EA},   {0x621, 0x63F},
        {0x641, 0x64A},   {0x671, 0x674},     {0x904, 0x939},   {0x10D0, 0x10FA}, {0x1E00, 0x1E99},
        {0x1EA0, 0x1EFF}, {0x3041, 0x3096},   {0x30A1, 0x30FA}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF},
        {0xAC00, 0xD7A3}, {0x20000, 0x2A6DF},
    };
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        if (c >= letters[i].first && c <= letters[i].last) return LETTER_YES;
    }
    /* Latin-1 signs but the ordinal indicators, micro sign and middle dot; general punctuation but
     * the two undertie signs; arrows, mathematical signs, shapes; CJK punctuation; emoji. */
    if (c < 0xC0)
        return c == 0xAA || c == 0xB5 || c == 0xB7 || c == 0xBA ? LETTER_UNKNOWN : LETTER_NO;
    if (c == 0xD7 || c == 0xF7) return LETTER_NO;
    if (c >= 0x2000 && c <= 0x2070)
        return c == 0x203F || c == 0x2040 || c == 0x2054 ? LETTER_UNKNOWN : LETTER_NO;
    if (c >= 0x20A0 && c <= 0x20C0) return LETTER_NO;
    if (c >= 0x2190 && c <= 0x2BFF) return LETTER_NO;
    if (c >= 0x3000 && c <= 0x3004) return LETTER_NO;
    if (c >= 0x3008 && c <= 0x3020) return LETTER_NO;
    if (c >= 0xE000 && c <= 0xF8FF) return LETTER_NO;
    if (c >= 0xFF01 && c <= 0xFF0F) return LETTER_NO;
    if (c >= 0xFF1A && c <= 0xFF20) return LETTER_NO;
    if (c == 0xFEFF || c == 0xFFFD) return LETTER_NO;
    if (c >= 0x1F000 && c <= 0x1FAFF) return LETTER_NO;
    return LETTER_UNKNOWN;
}

/* Characters of LETTER_NO that str.isprintable() denies: controls, spaces and formats. */
static bool is_printable(int32_t c) {
    return !((c >= 0x80 && c <= 0xA0) || c == 0xAD || (c >= 0x2000 && c <= 0x200F) ||
             (c >= 0x2028 && c <= 0x202F) || (c >= 0x205F && c <= 0x206F) || c == 0x3000 ||
             c == 0xFEFF || (c >= 0xE000 && c <= 0xF8FF));
}

static bool verify_name(Lexer *lexer) {
    const char *at = lexer->token_start, *end = lexer->cursor;
    while (at < end) {
        int32_t c = utf8_next(&at, end);
        if (c >= 0 && c < 0x80) continue;
        LetterClass class = classify(c);
        if (class == LETTER_YES) continue;
        char encoded[5] = {0};
        utf8_encode((uint32_t)c, encoded);
        lexer->cursor = at;
        if (class == LETTER_UNKNOWN) {
            fault(lexer, "character '%s' (U+%04X) in a name", encoded, (unsigned)c);
            lexer->fault.unsupported = true;
        } else if (is_printable(c)) {
            fault(lexer, "invalid character '%s' (U+%04X)", encoded, (unsigned)c);
        } else {
            fault(lexer, "invalid non-printable character U+%04X", (unsigned)c);
        }
        return false;
    }
    return true;
}

/* Numbers -------------------------------------------------------------------------------------- */

static bool follows(Lexer *lexer, const char *text) {
    size_t length = strlen(text);
    return (size_t)(lexer->line_end - lexer->cursor) >= length &&
           memcmp(lexer->cursor, text, length) == 0;
}

/* `1if x else y` is still valid in 3.11 (with a warning that is off by default); any other letter
 * after a number is not. `c` is the character after the number, already consumed. */
static bool number_ends(Lexer *lexer, int c, const char *kind) {
    bool keyword = false;
    if (c == 'a') keyword = follows(lexer, "nd");
    if (c == 'e') keyword = follows(lexer, "lse");
    if (c == 'f') keyword = follows(lexer, "or");
    if (c == 'i') keyword = follows(lexer, "f") || follows(lexer, "n") || follows(lexer, "s");
    if (c == 'o') keyword = follows(lexer, "r");
    if (c == 'n') keyword = follows(lexer, "ot");
    if (keyword || !continues_name(c)) return true;
    back(lexer, c);
    fault(lexer, "invalid %s literal", kind);
    return false;
}

/* Digits with single underscores between them. Returns the character after them, consumed, or 0
 * after a fault. Needs a first digit already consumed. */
static int decimal_tail(Lexer *lexer) {
    for (;;) {
        int c;
        do c = next_char(lexer);
        while (is_digit(c));
        if (c != '_') return c;
        c = next_char(lexer);
        if (!is_digit(c)) {
            back(lexer, c);
            fault(lexer, "invalid decimal literal");
            return 0;
        }
    }
}

static bool is_radix_digit(int c, int radix) {
    if (radix == 16) return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    return c >= '0' && c < '0' + radix;
}

static TokenKind radix_number(Lexer *lexer, int radix, const char *kind) {
    int c = next_char(lexer);
    do {
        if (c == '_') c = next_char(lexer);
        if (!is_radix_digit(c, radix)) {
            if (is_digit(c)) return fault(lexer, "invalid digit '%c' in %s literal", c, kind);
            back(lexer, c);
            return fault(lexer, "invalid %s literal", kind);
        }
        do c = next_char(lexer);
        while (is_radix_digit(c, radix));
    } while (c == '_');
    if (radix != 16 && is_digit(c)) {
        return fault(lexer, "invalid digit '%c' in %s literal", c, kind);
    }
    if (!number_ends(lexer, c, kind)) return TOKEN_ERROR;
    back(lexer, c);
    return TOKEN_NUMBER;
}

static TokenKind imaginary_tail(Lexer *lexer) {
    int c = next_char(lexer);
    if (!number_ends(lexer, c, "imaginary")) return TOKEN_ERROR;
    back(lexer, c);
    return TOKEN_NUMBER;
}

/* `e` is the consumed letter. */
static TokenKind exponent_tail(Lexer *lexer, int e) {
    int c = next_char(lexer);
    if (c == '+' || c == '-') {
        c = next_char(lexer);
        if (!is_digit(c)) {
            back(lexer, c);
            return fault(lexer, "invalid decimal literal");
        }
    } else if (!is_digit(c)) {
        back(lexer, c);
        if (!number_ends(lexer, e, "decimal")) return TOKEN_ERROR;
        back(lexer, e);
        return TOKEN_NUMBER;
    }
    c = decimal_tail(lexer);
    if (c == 0) return TOKEN_ERROR;
    if (c == 'j' || c == 'J') return imaginary_tail(lexer);
    if (!number_ends(lexer, c, "decimal")) return TOKEN_ERROR;
    back(lexer, c);
    return TOKEN_NUMBER;
}

/* The point is consumed. */
static TokenKind fraction_tail(Lexer *lexer) {
    int c = next_char(lexer);
    if (is_digit(c)) {
        c = decimal_tail(lexer);
        if (c == 0) return TOKEN_ERROR;
    }
    if (c == 'e' || c == 'E') return exponent_tail(lexer, c);
    if (c == 'j' || c == 'J') return imaginary_tail(lexer);
    if (!number_ends(lexer, c, "decimal")) return TOKEN_ERROR;
    back(lexer, c);
    return TOKEN_NUMBER;
}

static TokenKind zero_number(Lexer *lexer) {
    int c = next_char(lexer);
    if (c == 'x' || c == 'X') return radix_number(lexer, 16, "hexadecimal");
    if (c == 'o' || c == 'O') return radix_number(lexer, 8, "octal");
    if (c == 'b' || c == 'B') return radix_number(lexer, 2, "binary");
    bool nonzero = false;
    for (;;) {
        if (c == '_') {
            c = next_char(lexer);
            if (!is_digit(c)) {
                back(lexer, c);
                return fault(lexer, "invalid decimal literal");
            }
        }
        if (c != '0') break;
        c = next_char(lexer);
    }
    const char *zeros_end = lexer->cursor;
    if (is_digit(c)) {
        nonzero = true;
        c = decimal_tail(lexer);
        if (c == 0) return TOKEN_ERROR;
    }
    if (c == '.') return fraction_tail(lexer);
    if (c == 'e' || c == 'E') return exponent_tail(lexer, c);
    if (c == 'j' || c == 'J') return imaginary_tail(lexer);
    if (nonzero) {
        /* CPython counts these two columns in bytes. */
        back(lexer, c);
        return fault_between(lexer, (int)(lexer->token_start + 1 - lexer->line_start),
                             (int)(zeros_end - lexer->line_start),
                             "leading zeros in decimal integer literals are not permitted; use an "
                             "0o prefix for octal integers");
    }
    if (!number_ends(lexer, c, "decimal")) return TOKEN_ERROR;
    back(lexer, c);
    return TOKEN_NUMBER;
}

static TokenKind number(Lexer *lexer, int c) {
    if (c == '0') return zero_number(lexer);
    c = decimal_tail(lexer);
    if (c == 0) return TOKEN_ERROR;
    if (c == '.') return fraction_tail(lexer);
    if (c == 'e' || c == 'E') return exponent_tail(lexer, c);
    if (c == 'j' || c == 'J') return imaginary_tail(lexer);
    if (!number_ends(lexer, c, "decimal")) return TOKEN_ERROR;
    back(lexer, c);
    return TOKEN_NUMBER;
}

/* Strings -------------------------------------------------------------------------------------- */

/* The opening quote is consumed. */
static TokenKind string(Lexer *lexer, int quote) {
    int quotes = 1, closing = 0;
    lexer->string_line = lexer->line;
    lexer->string_line_start = lexer->line_start;
    int c = next_char(lexer);
    if (c == quote) {
        c = next_char(lexer);
        if (c == quote) {
            quotes = 3;
        } else {
            closing = 1; /* empty */
        }
    }
    if (c != quote) back(lexer, c);
    while (closing != quotes) {
        c = next_char(lexer);
        if (c == END || (quotes == 1 && c == '\n')) {
            int found = lexer->line;
            lexer->cursor = lexer->token_start + 1;
            lexer->line_start = lexer->string_line_start;
            lexer->line = lexer->string_line;
            return fault(lexer,
                         quotes == 3
                             ? "unterminated triple-quoted string literal (detected at line %d)"
                             : "unterminated string literal (detected at line %d)",
                         found);
        }
        if (c == quote) {
            closing++;
        } else {
            closing = 0;
            if (c == '\\') next_char(lexer);
        }
    }
    return TOKEN_STRING;
}

/* `first` may begin a string prefix (b, r, u, f and their pairs, in any case) or a name. */
static TokenKind name_or_string(Lexer *lexer, int first) {
    bool b = false, u = false, r = false, f = false, plain = first < 128;
    int c = first;
    for (;;) {
        if (!(b || u || f) && (c == 'b' || c == 'B')) {
            b = true;
        } else if (!(b || u || r || f) && (c == 'u' || c == 'U')) {
            u = true;
        } else if (!(r || u) && (c == 'r' || c == 'R')) {
            r = true;
        } else if (!(f || b || u) && (c == 'f' || c == 'F')) {
            f = true;
        } else {
            break;
        }
        c = next_char(lexer);
        if (c == '"' || c == '\'') return string(lexer, c);
    }
    while (continues_name(c)) {
        if (c >= 128) plain = false;
        c = next_char(lexer);
    }
    back(lexer, c);
    if (!plain && !verify_name(lexer)) return TOKEN_ERROR;
    return lex_keyword((Text){lexer->token_start, (size_t)(lexer->cursor - lexer->token_start)});
}

/* Operators ------------------------------------------------------------------------------------ */

static TokenKind open_bracket(Lexer *lexer, char c, TokenKind kind) {
    if (lexer->level >= LEX_MAX_BRACKETS) return fault(lexer, "too many nested parentheses");
    lexer->brackets[lexer->level] = c;
    lexer->bracket_lines[lexer->level] = lexer->line;
    lexer->bracket_columns[lexer->level] = (int)(lexer->token_start - lexer->line_start);
    lexer->level++;
    return kind;
}

static TokenKind close_bracket(Lexer *lexer, char c, TokenKind kind) {
    if (lexer->level == 0) return fault(lexer, "unmatched '%c'", c);
    lexer->level--;
    char opening = lexer->brackets[lexer->level];
    char wanted = opening == '(' ? ')' : opening == '[' ? ']' : '}';
    if (c == wanted) return kind;
    int line = lexer->bracket_lines[lexer->level];
    if (line != lexer->line) {
        return fault(lexer,
                     "closing parenthesis '%c' does not match opening parenthesis '%c' on line %d",
                     c, opening, line);
    }
    return fault(lexer, "closing parenthesis '%c' does not match opening parenthesis '%c'", c,
                 opening);
}

/* The longest operator wins: each line is a character, then what may follow it. */
static TokenKind operator_after(Lexer *lexer, int c) {
#define THEN(next, kind)                                                                           \
    if (peek_char(lexer) == (next)) return next_char(lexer), (kind)
    switch (c) {
    case '(': return open_bracket(lexer, '(', TOKEN_LPAR);
    case '[': return open_bracket(lexer, '[', TOKEN_LSQB);
    case '{': return open_bracket(lexer, '{', TOKEN_LBRACE);
    case ')': return close_bracket(lexer, ')', TOKEN_RPAR);
    case ']': return close_bracket(lexer, ']', TOKEN_RSQB);
    case '}': return close_bracket(lexer, '}', TOKEN_RBRACE);
    case ',': return TOKEN_COMMA;
    case ';': return TOKEN_SEMI;
    case '~': return TOKEN_TILDE;
    case ':': THEN('=', TOKEN_COLONEQUAL); return TOKEN_COLON;
    case '=': THEN('=', TOKEN_EQEQUAL); return TOKEN_EQUAL;
    case '!': THEN('=', TOKEN_NOTEQUAL); return TOKEN_STRAY;
    case '+': THEN('=', TOKEN_PLUSEQUAL); return TOKEN_PLUS;
    case '-':
        THEN('=', TOKEN_MINEQUAL);
        THEN('>', TOKEN_RARROW);
        return TOKEN_MINUS;
    case '@': THEN('=', TOKEN_ATEQUAL); return TOKEN_AT;
    case '%': THEN('=', TOKEN_PERCENTEQUAL); return TOKEN_PERCENT;
    case '&': THEN('=', TOKEN_AMPEREQUAL); return TOKEN_AMPER;
    case '|': THEN('=', TOKEN_VBAREQUAL); return TOKEN_VBAR;
    case '^': THEN('=', TOKEN_CIRCUMFLEXEQUAL); return TOKEN_CIRCUMFLEX;
    case '*':
        THEN('=', TOKEN_STAREQUAL);
        if (peek_char(lexer) != '*') return TOKEN_STAR;
        next_char(lexer);
        THEN('=', TOKEN_DOUBLESTAREQUAL);
        return TOKEN_DOUBLESTAR;
    case '/':
        THEN('=', TOKEN_SLASHEQUAL);
        if (peek_char(lexer) != '/') return TOKEN_SLASH;
        next_char(lexer);
        THEN('=', TOKEN_DOUBLESLASHEQUAL);
        return TOKEN_DOUBLESLASH;
    case '<':
        THEN('=', TOKEN_LESSEQUAL);
        THEN('>', TOKEN_STRAY);
        if (peek_char(lexer) != '<') return TOKEN_LESS;
        next_char(lexer);
        THEN('=', TOKEN_LEFTSHIFTEQUAL);
        return TOKEN_LEFTSHIFT;
    case '>':
        THEN('=', TOKEN_GREATEREQUAL);
        if (peek_char(lexer) != '>') return TOKEN_GREATER;
        next_char(lexer);
        THEN('=', TOKEN_RIGHTSHIFTEQUAL);
        return TOKEN_RIGHTSHIFT;
    default: break;
    }
#undef THEN
    if (c < ' ' || c == 0x7F) {
        return fault(lexer, "invalid non-printable character U+%04X", (unsigned)c);
    }
    return TOKEN_STRAY;
}

static TokenKind point(Lexer *lexer) {
    int c = next_char(lexer);
    if (is_digit(c)) {
        back(lexer, c);
        return fraction_tail(lexer);
    }
    if (c == '.') {
        if (peek_char(lexer) == '.') {
            next_char(lexer);
            return TOKEN_ELLIPSIS;
        }
        lexer->cursor--;
        return TOKEN_DOT;
    }
    back(lexer, c);
    return TOKEN_DOT;
}

/* Lines ---------------------------------------------------------------------------------------- */

/* After a backslash: the line end, and a line that follows. */
static bool join_line(Lexer *lexer) {
    int c = next_char(lexer);
    if (c != '\n') {
        lexer->status = LEX_JOIN;
        return false;
    }
    c = next_char(lexer);
    if (c == END) {
        lexer->status = LEX_END;
        return false;
    }
    back(lexer, c);
    return true;
}

/* Compares the indentation of a line with the levels; false with the status set. */
static bool set_indent(Lexer *lexer, int column, int alternate) {
    if (column == lexer->columns[lexer->indent]) {
        if (alternate != lexer->alternate_columns[lexer->indent]) {
            lexer->status = LEX_TABS;
            lexer->cursor = lexer->line_end;
            return false;
        }
        return true;
    }
    if (column > lexer->columns[lexer->indent]) {
        if (lexer->indent + 1 >= LEX_MAX_INDENTS) {
            lexer->status = LEX_TOO_DEEP;
            lexer->cursor = lexer->line_end;
            return false;
        }
        if (alternate <= lexer->alternate_columns[lexer->indent]) {
            lexer->status = LEX_TABS;
            lexer->cursor = lexer->line_end;
            return false;
        }
        lexer->pending++;
        lexer->indent++;
        lexer->columns[lexer->indent] = column;
        lexer->alternate_columns[lexer->indent] = alternate;
        return true;
    }
    while (lexer->indent > 0 && column < lexer->columns[lexer->indent]) {
        lexer->pending--;
        lexer->indent--;
    }
    if (column != lexer->columns[lexer->indent]) {
        lexer->status = LEX_DEDENT;
        lexer->cursor = lexer->line_end;
        return false;
    }
    if (alternate != lexer->alternate_columns[lexer->indent]) {
        lexer->status = LEX_TABS;
        lexer->cursor = lexer->line_end;
        return false;
    }
    return true;
}

/* Reads the white space that starts a line. `*blank`: nothing but a comment follows. */
static bool line_start(Lexer *lexer, bool *blank) {
    int column = 0, alternate = 0, joined_column = 0, c;
    lexer->at_line_start = false;
    for (;;) {
        c = next_char(lexer);
        if (c == ' ') {
            column++, alternate++;
        } else if (c == '\t') {
            column = (column / TAB_WIDTH + 1) * TAB_WIDTH;
            alternate++;
        } else if (c == '\f') {
            column = alternate = 0;
        } else if (c == '\\') {
            /* The indentation that counts is the one before the first joined line. */
            if (!joined_column) joined_column = column;
            if (!join_line(lexer)) return false;
        } else {
            break;
        }
    }
    back(lexer, c);
    *blank = c == '#' || c == '\n';
    if (*blank || lexer->level > 0) return true;
    if (joined_column) column = alternate = joined_column;
    return set_indent(lexer, column, alternate);
}

/* Finds the next token; leaves its bytes at [token_start, cursor). */
static TokenKind scan(Lexer *lexer) {
next_line:
    lexer->token_start = NULL;
    bool blank = false;
    if (lexer->at_line_start && !line_start(lexer, &blank)) return TOKEN_ERROR;
    if (lexer->pending < 0) {
        lexer->pending++;
        return TOKEN_DEDENT;
    }
    if (lexer->pending > 0) {
        lexer->pending--;
        return TOKEN_INDENT;
    }
again:
    lexer->token_start = NULL;
    int c;
    do c = next_char(lexer);
    while (c == ' ' || c == '\t' || c == '\f');
    lexer->token_start = c == END ? lexer->cursor : lexer->cursor - 1;
    /* A comment belongs to the NEWLINE after it, as far as places go. */
    if (c == '#') {
        do c = next_char(lexer);
        while (c != END && c != '\n');
    }
    if (c == END) return lexer->level ? stop(lexer, LEX_END) : TOKEN_ENDMARKER;
    if (starts_name(c)) return name_or_string(lexer, c);
    if (c == '\n') {
        lexer->at_line_start = true;
        if (blank || lexer->level > 0) goto next_line;
        return TOKEN_NEWLINE;
    }
    if (c == '.') return point(lexer);
    if (is_digit(c)) return number(lexer, c);
    if (c == '\'' || c == '"') return string(lexer, c);
    if (c == '\\') {
        if (!join_line(lexer)) return TOKEN_ERROR;
        goto again;
    }
    return operator_after(lexer, c);
}

void lex_next(Lexer *lexer, Token *token) {
    TokenKind kind = scan(lexer);
    bool placed = kind != TOKEN_INDENT && kind != TOKEN_DEDENT && kind != TOKEN_ENDMARKER &&
                  kind != TOKEN_ERROR;
    *token = (Token){
        .kind = kind,
        .level = lexer->level,
        .line = kind == TOKEN_STRING ? lexer->string_line : lexer->line,
        .column = -1,
        .end_line = lexer->line,
        .end_column = -1,
        .start = placed ? lexer->token_start : lexer->cursor,
        .end = kind == TOKEN_NEWLINE ? lexer->cursor - 1 : lexer->cursor,
    };
    if (placed) {
        const char *from = kind == TOKEN_STRING ? lexer->string_line_start : lexer->line_start;
        token->column = (int)(token->start - from);
        token->end_column = (int)(token->end - lexer->line_start);
    }
    /* As in CPython the unplaced tokens of the first line are shifted too, from -1. */
    if (lexer->line == lexer->first_line) {
        token->column += lexer->first_column;
        token->end_column += lexer->first_column;
    }
}
