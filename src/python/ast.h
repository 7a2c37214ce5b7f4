/* The syntax tree of one compilation: CPython 3.11's Parser/Python.asdl, name for name.
 *
 * A sum type of the asdl is a tagged union here: `kind` says which member of the union holds the
 * fields. Kinds are the asdl's constructor names in capitals (FunctionDef is STMT_FUNCTION_DEF,
 * member `function_def`), fields keep the asdl's spelling, except `class` and other words of C. An
 * optional field (`expr?`) is null when absent; a sequence (`expr*`) is an ExprList and the like,
 * never null inside except where said (Dict.keys, arguments.kw_defaults).
 *
 * Everything lives in the arena of the parse and is never changed after it, but by the compiler's
 * folding, which may replace an Expr in place by a Constant as CPython's ast_opt.c does.
 *
 * Names (`const char *`) are interned: within one parse two equal names are one pointer.
 *
 * Constants have identity: each literal of the source is one Constant object, as CPython's parser
 * creates one Python object for each literal (adjacent string literals make one). Module.constants
 * lists them in the order of their creation; CPython's arena holds a reference to each of them
 * while the main script runs. Folding appends the constants it makes. */
#ifndef LASTREF_PYTHON_AST_H
#define LASTREF_PYTHON_AST_H

#include "base/arena.h"
#include "base/array.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where a node stands in the source. Lines count from 1, columns in UTF-8 bytes from 0, the end
 * column is one past the last byte: exactly lineno, col_offset, end_lineno, end_col_offset. */
typedef struct Location {
    int line, column, end_line, end_column;
} Location;

typedef struct Expr Expr;
typedef struct Stmt Stmt;
typedef struct Pattern Pattern;
typedef struct Constant Constant;

typedef struct ExprList {
    Expr **items;
    size_t count;
} ExprList;

typedef struct StmtList {
    Stmt **items;
    size_t count;
} StmtList;

typedef struct PatternList {
    Pattern **items;
    size_t count;
} PatternList;

typedef struct NameList {
    const char **items;
    size_t count;
} NameList;

/* Constants ------------------------------------------------------------------------------------ */

typedef enum ConstantKind {
    CONSTANT_NONE,
    CONSTANT_TRUE,
    CONSTANT_FALSE,
    CONSTANT_ELLIPSIS,
    CONSTANT_INT,
    CONSTANT_FLOAT,
    CONSTANT_COMPLEX,
    CONSTANT_STR,
    CONSTANT_BYTES,
    CONSTANT_TUPLE,     /* made by folding only */
    CONSTANT_FROZENSET, /* made by folding only */
} ConstantKind;

struct Constant {
    ConstantKind kind;
    union {
        struct {
            bool negative;    /* false for zero; literals are never negative, folding makes it */
            uint32_t *digits; /* base 2**30, little-endian, no leading zeros */
            size_t count;     /* 0 for zero */
        } integer;
        double real; /* FLOAT */
        struct {
            double real; /* 0 from a literal; folding of `1+2j` fills it */
            double imaginary;
        } complex;
        struct {
            const char *bytes; /* also followed by a zero; may hold zeros */
            size_t length;     /* in bytes */
        } text; /* STR in UTF-8, where a lone surrogate stands in its 3 bytes; BYTES as they are */
        struct {
            Constant **items;
            size_t count;
        } tuple; /* TUPLE and FROZENSET */
    };
};

typedef Array(Constant *) ConstantList;

/* Operators ------------------------------------------------------------------------------------ */

typedef enum ExprContext { CONTEXT_LOAD, CONTEXT_STORE, CONTEXT_DEL } ExprContext;

typedef enum BoolOperator { BOOLOP_AND, BOOLOP_OR } BoolOperator;

typedef enum Operator {
    OPERATOR_ADD,
    OPERATOR_SUB,
    OPERATOR_MULT,
    OPERATOR_MAT_MULT,
    OPERATOR_DIV,
    OPERATOR_MOD,
    OPERATOR_POW,
    OPERATOR_L_SHIFT,
    OPERATOR_R_SHIFT,
    OPERATOR_BIT_OR,
    OPERATOR_BIT_XOR,
    OPERATOR_BIT_AND,
    OPERATOR_FLOOR_DIV,
} Operator;

typedef enum UnaryOperator {
    UNARYOP_INVERT,
    UNARYOP_NOT,
    UNARYOP_U_ADD,
    UNARYOP_U_SUB,
} UnaryOperator;

typedef enum CompareOperator {
    CMPOP_EQ,
    CMPOP_NOT_EQ,
    CMPOP_LT,
    CMPOP_LT_E,
    CMPOP_GT,
    CMPOP_GT_E,
    CMPOP_IS,
    CMPOP_IS_NOT,
    CMPOP_IN,
    CMPOP_NOT_IN,
} CompareOperator;

typedef struct CompareOperatorList {
    CompareOperator *items;
    size_t count;
} CompareOperatorList;

/* Products of the asdl ------------------------------------------------------------------------- */

typedef struct Arg {
    const char *arg;
    Expr *annotation; /* null if none */
    Location at;
} Arg;

typedef struct ArgList {
    Arg **items;
    size_t count;
} ArgList;

typedef struct Arguments {
    ArgList posonlyargs;
    ArgList args;
    Arg *vararg; /* null if none */
    ArgList kwonlyargs;
    ExprList kw_defaults; /* as many as kwonlyargs; null for a required one */
    Arg *kwarg;           /* null if none */
    ExprList defaults;    /* of the last posonlyargs + args */
} Arguments;

typedef struct Keyword {
    const char *arg; /* null for `**value` */
    Expr *value;
    Location at;
} Keyword;

typedef struct KeywordList {
    Keyword **items;
    size_t count;
} KeywordList;

typedef struct Alias {
    const char *name;   /* dotted in `import a.b`; "*" */
    const char *asname; /* null if none */
    Location at;
} Alias;

typedef struct AliasList {
    Alias **items;
    size_t count;
} AliasList;

typedef struct WithItem {
    Expr *context_expr;
    Expr *optional_vars; /* null if none */
} WithItem;

typedef struct WithItemList {
    WithItem **items;
    size_t count;
} WithItemList;

typedef struct Comprehension {
    Expr *target;
    Expr *iter;
    ExprList ifs;
    bool is_async;
} Comprehension;

typedef struct ComprehensionList {
    Comprehension **items;
    size_t count;
} ComprehensionList;

typedef struct ExceptHandler {
    Expr *type;       /* null for a bare except */
    const char *name; /* null if none */
    StmtList body;
    Location at;
} ExceptHandler;

typedef struct ExceptHandlerList {
    ExceptHandler **items;
    size_t count;
} ExceptHandlerList;

typedef struct MatchCase {
    Pattern *pattern;
    Expr *guard; /* null if none */
    StmtList body;
} MatchCase;

typedef struct MatchCaseList {
    MatchCase **items;
    size_t count;
} MatchCaseList;

/* Expressions ---------------------------------------------------------------------------------- */

typedef enum ExprKind {
    EXPR_BOOL_OP,
    EXPR_NAMED_EXPR,
    EXPR_BIN_OP,
    EXPR_UNARY_OP,
    EXPR_LAMBDA,
    EXPR_IF_EXP,
    EXPR_DICT,
    EXPR_SET,
    EXPR_LIST_COMP,
    EXPR_SET_COMP,
    EXPR_DICT_COMP,
    EXPR_GENERATOR_EXP,
    EXPR_AWAIT,
    EXPR_YIELD,
    EXPR_YIELD_FROM,
    EXPR_COMPARE,
    EXPR_CALL,
    EXPR_FORMATTED_VALUE,
    EXPR_JOINED_STR,
    EXPR_CONSTANT,
    EXPR_ATTRIBUTE,
    EXPR_SUBSCRIPT,
    EXPR_STARRED,
    EXPR_NAME,
    EXPR_LIST,
    EXPR_TUPLE,
    EXPR_SLICE,
} ExprKind;

struct Expr {
    ExprKind kind;
    Location at;
    union {
        struct {
            BoolOperator op;
            ExprList values;
        } bool_op;
        struct {
            Expr *target;
            Expr *value;
        } named_expr;
        struct {
            Expr *left;
            Operator op;
            Expr *right;
        } bin_op;
        struct {
            UnaryOperator op;
            Expr *operand;
        } unary_op;
        struct {
            Arguments *args;
            Expr *body;
        } lambda;
        struct {
            Expr *test;
            Expr *body;
            Expr *orelse;
        } if_exp;
        struct {
            ExprList keys; /* a null key is `**value` */
            ExprList values;
        } dict;
        struct {
            ExprList elts;
        } set;
        struct {
            Expr *elt;
            ComprehensionList generators;
        } list_comp, set_comp, generator_exp;
        struct {
            Expr *key;
            Expr *value;
            ComprehensionList generators;
        } dict_comp;
        struct {
            Expr *value;
        } await, yield_from;
        struct {
            Expr *value; /* null if none */
        } yield;
        struct {
            Expr *left;
            CompareOperatorList ops;
            ExprList comparators;
        } compare;
        struct {
            Expr *func;
            ExprList args;
            KeywordList keywords;
        } call;
        struct {
            Expr *value;
            int conversion;    /* 's', 'r', 'a' or -1 */
            Expr *format_spec; /* a JoinedStr, or null */
        } formatted_value;
        struct {
            ExprList values; /* Constant and FormattedValue */
        } joined_str;
        struct {
            Constant *value;
            bool is_u; /* kind "u": the literal began with u */
        } constant;
        struct {
            Expr *value;
            const char *attr;
            ExprContext ctx;
        } attribute;
        struct {
            Expr *value;
            Expr *slice;
            ExprContext ctx;
        } subscript;
        struct {
            Expr *value;
            ExprContext ctx;
        } starred;
        struct {
            const char *id;
            ExprContext ctx;
        } name;
        struct {
            ExprList elts;
            ExprContext ctx;
        } list, tuple;
        struct {
            Expr *lower; /* each null if absent */
            Expr *upper;
            Expr *step;
        } slice;
    };
};

/* Patterns ------------------------------------------------------------------------------------- */

typedef enum PatternKind {
    PATTERN_MATCH_VALUE,
    PATTERN_MATCH_SINGLETON,
    PATTERN_MATCH_SEQUENCE,
    PATTERN_MATCH_MAPPING,
    PATTERN_MATCH_CLASS,
    PATTERN_MATCH_STAR,
    PATTERN_MATCH_AS,
    PATTERN_MATCH_OR,
} PatternKind;

struct Pattern {
    PatternKind kind;
    Location at;
    union {
        struct {
            Expr *value;
        } match_value;
        struct {
            Constant *value;
        } match_singleton;
        struct {
            PatternList patterns;
        } match_sequence, match_or;
        struct {
            ExprList keys;
            PatternList patterns;
            const char *rest; /* null if none */
        } match_mapping;
        struct {
            Expr *cls;
            PatternList patterns;
            NameList kwd_attrs;
            PatternList kwd_patterns;
        } match_class;
        struct {
            const char *name; /* null for `*_` */
        } match_star;
        struct {
            Pattern *pattern; /* null if none */
            const char *name; /* null for `_` */
        } match_as;
    };
};

/* Statements ----------------------------------------------------------------------------------- */

typedef enum StmtKind {
    STMT_FUNCTION_DEF,
    STMT_ASYNC_FUNCTION_DEF,
    STMT_CLASS_DEF,
    STMT_RETURN,
    STMT_DELETE,
    STMT_ASSIGN,
    STMT_AUG_ASSIGN,
    STMT_ANN_ASSIGN,
    STMT_FOR,
    STMT_ASYNC_FOR,
    STMT_WHILE,
    STMT_IF,
    STMT_WITH,
    STMT_ASYNC_WITH,
    STMT_MATCH,
    STMT_RAISE,
    STMT_TRY,
    STMT_TRY_STAR,
    STMT_ASSERT,
    STMT_IMPORT,
    STMT_IMPORT_FROM,
    STMT_GLOBAL,
    STMT_NONLOCAL,
    STMT_EXPR,
    STMT_PASS,
    STMT_BREAK,
    STMT_CONTINUE,
} StmtKind;

struct Stmt {
    StmtKind kind;
    Location at; /* of a decorated def or class: of the word def or class, as in CPython */
    union {
        struct {
            const char *name;
            Arguments *args;
            StmtList body;
            ExprList decorator_list;
            Expr *returns; /* null if none */
        } function_def;    /* and AsyncFunctionDef */
        struct {
            const char *name;
            ExprList bases;
            KeywordList keywords;
            StmtList body;
            ExprList decorator_list;
        } class_def;
        struct {
            Expr *value; /* null if none */
        } return_;
        struct {
            ExprList targets;
        } delete_;
        struct {
            ExprList targets; /* from left to right: `a = b = value` */
            Expr *value;
        } assign;
        struct {
            Expr *target;
            Operator op;
            Expr *value;
        } aug_assign;
        struct {
            Expr *target;
            Expr *annotation;
            Expr *value; /* null if none */
            bool simple; /* a name without parentheses */
        } ann_assign;
        struct {
            Expr *target;
            Expr *iter;
            StmtList body;
            StmtList orelse;
        } for_; /* and AsyncFor */
        struct {
            Expr *test;
            StmtList body;
            StmtList orelse;
        } while_, if_;
        struct {
            WithItemList items;
            StmtList body;
        } with; /* and AsyncWith */
        struct {
            Expr *subject;
            MatchCaseList cases;
        } match;
        struct {
            Expr *exc;   /* null if none */
            Expr *cause; /* null if none */
        } raise;
        struct {
            StmtList body;
            ExceptHandlerList handlers;
            StmtList orelse;
            StmtList finalbody;
        } try_; /* and TryStar */
        struct {
            Expr *test;
            Expr *msg; /* null if none */
        } assert_;
        struct {
            AliasList names;
        } import;
        struct {
            const char *module; /* null in `from . import x` */
            AliasList names;
            int level; /* number of leading dots */
        } import_from;
        struct {
            NameList names;
        } global, nonlocal;
        struct {
            Expr *value;
        } expr;
    };
};

/* `Interactive` of the asdl is the same struct: one statement, or several on one line. */
typedef struct Module {
    StmtList body;
    ConstantList constants; /* heap memory: module_deinit; the rest is the arena's */
} Module;

/* Frees what is not the arena's. */
void module_deinit(Module *module);

/* Of a function or class; null of any other statement. */
const ExprList *ast_decorators(const Stmt *statement);

/* Appends `constant` to the list and returns it. Used by the parser and by folding. */
Constant *module_add_constant(Module *module, Constant *constant);

/* False if the tree has more than `levels` levels. */
bool ast_is_shallow(const Module *module, int levels);

/* Appends the tree as text, one node a line, two spaces a level: `Name 3:4-3:7 id='x' ctx=Load`.
 * For tests; tests/python/ast_oracle.py prints the same from CPython's ast. */
void ast_dump(const Module *module, TextBuffer *out);

#endif
