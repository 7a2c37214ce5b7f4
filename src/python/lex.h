/* The lexer: UTF-8 source text -> tokens of Python 3.11, one at a time.
 *
 * It follows CPython's tokenizer (the language reference, chapter 2) to the letter where a message
 * or a position can be seen: indentation with tabs, joined lines, the nesting of brackets, and what
 * is consumed at the moment an error is found.
 *
 * The source must be valid UTF-8 without NUL, with '\n' as its only line end, and must end in '\n'
 * (parse.c prepares it so). Tokens point into it; it must outlive them. Columns are bytes. */
#ifndef LASTREF_PYTHON_LEX_H
#define LASTREF_PYTHON_LEX_H

#include "base/text.h"

#include <stdbool.h>

/* TOKEN(kind, spelling) for every operator and delimiter. */
#define LEX_OPERATORS(TOKEN)                                                                       \
    TOKEN(LPAR, "(")                                                                               \
    TOKEN(RPAR, ")")                                                                               \
    TOKEN(LSQB, "[")                                                                               \
    TOKEN(RSQB, "]")                                                                               \
    TOKEN(LBRACE, "{")                                                                             \
    TOKEN(RBRACE, "}")                                                                             \
    TOKEN(COLON, ":")                                                                              \
    TOKEN(COMMA, ",")                                                                              \
    TOKEN(SEMI, ";")                                                                               \
    TOKEN(DOT, ".")                                                                                \
    TOKEN(ELLIPSIS, "...")                                                                         \
    TOKEN(RARROW, "->")                                                                            \
    TOKEN(COLONEQUAL, ":=")                                                                        \
    TOKEN(EQUAL, "=")                                                                              \
    TOKEN(PLUS, "+")                                                                               \
    TOKEN(MINUS, "-")                                                                              \
    TOKEN(STAR, "*")                                                                               \
    TOKEN(SLASH, "/")                                                                              \
    TOKEN(VBAR, "|")                                                                               \
    TOKEN(AMPER, "&")                                                                              \
    TOKEN(PERCENT, "%")                                                                            \
    TOKEN(TILDE, "~")                                                                              \
    TOKEN(CIRCUMFLEX, "^")                                                                         \
    TOKEN(AT, "@")                                                                                 \
    TOKEN(LEFTSHIFT, "<<")                                                                         \
    TOKEN(RIGHTSHIFT, ">>")                                                                        \
    TOKEN(DOUBLESTAR, "**")                                                                        \
    TOKEN(DOUBLESLASH, "//")                                                                       \
    TOKEN(LESS, "<")                                                                               \
    TOKEN(GREATER, ">")                                                                            \
    TOKEN(EQEQUAL, "==")                                                                           \
    TOKEN(NOTEQUAL, "!=")                                                                          \
    TOKEN(LESSEQUAL, "<=")                                                                         \
    TOKEN(GREATEREQUAL, ">=")                                                                      \
    TOKEN(PLUSEQUAL, "+=")                                                                         \
    TOKEN(MINEQUAL, "-=")                                                                          \
    TOKEN(STAREQUAL, "*=")                                                                         \
    TOKEN(ATEQUAL, "@=")                                                                           \
    TOKEN(SLASHEQUAL, "/=")                                                                        \
    TOKEN(PERCENTEQUAL, "%=")                                                                      \
    TOKEN(AMPEREQUAL, "&=")                                                                        \
    TOKEN(VBAREQUAL, "|=")                                                                         \
    TOKEN(CIRCUMFLEXEQUAL, "^=")                                                                   \
    TOKEN(LEFTSHIFTEQUAL, "<<=")                                                                   \
    TOKEN(RIGHTSHIFTEQUAL, ">>=")                                                                  \
    TOKEN(DOUBLESTAREQUAL, "**=")                                                                  \
    TOKEN(DOUBLESLASHEQUAL, "//=")

/* TOKEN(kind, spelling) for every reserved word; match, case and _ are names. */
#define LEX_KEYWORDS(TOKEN)                                                                        \
    TOKEN(FALSE, "False")                                                                          \
    TOKEN(NONE, "None")                                                                            \
    TOKEN(TRUE, "True")                                                                            \
    TOKEN(AND, "and")                                                                              \
    TOKEN(AS, "as")                                                                                \
    TOKEN(ASSERT, "assert")                                                                        \
    TOKEN(ASYNC, "async")                                                                          \
    TOKEN(AWAIT, "await")                                                                          \
    TOKEN(BREAK, "break")                                                                          \
    TOKEN(CLASS, "class")                                                                          \
    TOKEN(CONTINUE, "continue")                                                                    \
    TOKEN(DEF, "def")                                                                              \
    TOKEN(DEL, "del")                                                                              \
    TOKEN(ELIF, "elif")                                                                            \
    TOKEN(ELSE, "else")                                                                            \
    TOKEN(EXCEPT, "except")                                                                        \
    TOKEN(FINALLY, "finally")                                                                      \
    TOKEN(FOR, "for")                                                                              \
    TOKEN(FROM, "from")                                                                            \
    TOKEN(GLOBAL, "global")                                                                        \
    TOKEN(IF, "if")                                                                                \
    TOKEN(IMPORT, "import")                                                                        \
    TOKEN(IN, "in")                                                                                \
    TOKEN(IS, "is")                                                                                \
    TOKEN(LAMBDA, "lambda")                                                                        \
    TOKEN(NONLOCAL, "nonlocal")                                                                    \
    TOKEN(NOT, "not")                                                                              \
    TOKEN(OR, "or")                                                                                \
    TOKEN(PASS, "pass")                                                                            \
    TOKEN(RAISE, "raise")                                                                          \
    TOKEN(RETURN, "return")                                                                        \
    TOKEN(TRY, "try")                                                                              \
    TOKEN(WHILE, "while")                                                                          \
    TOKEN(WITH, "with")                                                                            \
    TOKEN(YIELD, "yield")

typedef enum TokenKind {
    TOKEN_ERROR, /* Lexer.status and Lexer.fault say what */
    TOKEN_ENDMARKER,
    TOKEN_NEWLINE,
    TOKEN_INDENT,
    TOKEN_DEDENT,
    TOKEN_NAME,
    TOKEN_NUMBER,
    TOKEN_STRING, /* with prefix and quotes, as written */
    TOKEN_STRAY,  /* a character or pair no rule wants: $ ? ! ` <> */
#define TOKEN(kind, spelling) TOKEN_##kind,
    LEX_OPERATORS(TOKEN) LEX_KEYWORDS(TOKEN)
#undef TOKEN
} TokenKind;

typedef struct Token {
    TokenKind kind;
    int level;        /* brackets open after it */
    int line, column; /* of its first byte; column -1 for INDENT, DEDENT, ENDMARKER */
    int end_line;
    int end_column;    /* one past its last byte; -1 as above */
    const char *start; /* its bytes, [start, end) */
    const char *end;   /* */
} Token;

/* What ended the stream of tokens, beside a message of its own: CPython's E_ codes. */
typedef enum LexStatus {
    LEX_OK,
    LEX_END,      /* the end of the source was reached */
    LEX_FAULT,    /* `fault` holds message and place */
    LEX_DEDENT,   /* unindent to no outer level */
    LEX_TABS,     /* tabs and spaces that compare differently by tab width */
    LEX_TOO_DEEP, /* more than 99 levels of indentation */
    LEX_JOIN,     /* a character after the backslash that joins lines */
} LexStatus;

enum {
    LEX_MAX_BRACKETS = 200, /* MAXLEVEL of CPython */
    LEX_MAX_INDENTS = 100,  /* MAXINDENT of CPython */
};

/* A message found by the lexer. Columns count characters from 1; `end_column` is -1 if unknown. */
typedef struct LexFault {
    char message[200];
    bool unsupported; /* valid Python that this lexer refuses */
    int line, column, end_column;
} LexFault;

typedef struct Lexer {
    const char *source;
    const char *source_end;
    const char *cursor;       /* the next character */
    const char *line_end;     /* end of the line that was fetched last, past its '\n' */
    const char *line_start;   /* start of that line */
    int line;                 /* its number; 0 before the first */
    const char *buffer_start; /* line on which the token began that line_start is part of */

    const char *token_start;
    const char *string_line_start; /* start of the line on which the last string began */
    int string_line;

    bool at_line_start;
    int pending; /* INDENT (positive) or DEDENT (negative) tokens to hand out */
    int indent;  /* index of the current level */
    int columns[LEX_MAX_INDENTS];
    int alternate_columns[LEX_MAX_INDENTS]; /* the same with tabs one wide */

    int level; /* open brackets */
    char brackets[LEX_MAX_BRACKETS];
    int bracket_lines[LEX_MAX_BRACKETS];
    int bracket_columns[LEX_MAX_BRACKETS];

    /* Tokens that end on line `first_line` are shifted right: inner expressions of f-strings. */
    int first_line;
    int first_column;

    LexStatus status;
    LexFault fault;
} Lexer;

/* `line` is the number of the first line (1 for a file). */
void lex_init(Lexer *lexer, Text source, int line, int first_column);

/* The next token. After TOKEN_ENDMARKER or TOKEN_ERROR the caller must stop, but may ask on after
 * an ENDMARKER, which repeats. */
void lex_next(Lexer *lexer, Token *token);

/* The spelling of an operator or keyword, "" for the other kinds. */
const char *lex_spelling(TokenKind kind);

/* TOKEN_NAME, or the keyword that `word` is. */
TokenKind lex_keyword(Text word);

#endif
