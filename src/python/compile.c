#include "python/compile.h"

#include "base/hash.h"
#include "python/compile_internal.h"

#include <assert.h>
#include <string.h>

/* Locations ------------------------------------------------------------------------------------ */

CodeLocation location_of(Location at) {
    return (CodeLocation){at.line, at.end_line, at.column, at.end_column};
}

void location_set(Compiler *c, Location at) {
    c->unit->at = location_of(at);
}

void location_clear(Compiler *c) {
    c->unit->at = (CodeLocation){-1, -1, -1, -1};
}

Location location_here(const Compiler *c) {
    CodeLocation at = c->unit->at;
    return (Location){at.line, at.column, at.end_line, at.end_column};
}

static int code_points(const char *name) {
    return (int)utf8_count(text_of(name));
}

void location_to_attribute(Compiler *c, const Expr *attribute) {
    CodeLocation *at = &c->unit->at;
    if (at->line == attribute->at.end_line) return;
    at->line = attribute->at.end_line;
    int length = code_points(attribute->attribute.attr);
    if (length <= attribute->at.end_column) {
        at->column = attribute->at.end_column - length;
    } else {
        at->column = -1;
        at->end_column = -1;
    }
}

/* Emitting ------------------------------------------------------------------------------------- */

void emit(Compiler *c, int opcode, uint32_t arg) {
    flow_add(&c->unit->graph, opcode, arg, c->unit->at, NULL);
}

void emit_jump(Compiler *c, int opcode, Block *target) {
    flow_add(&c->unit->graph, opcode, 0, c->unit->at, target);
}

void emit_jump_without_line(Compiler *c, int opcode, Block *target) {
    flow_add(&c->unit->graph, opcode, 0, (CodeLocation){-1, -1, -1, -1}, target);
}

Block *new_block(Compiler *c) {
    return flow_new_block(&c->unit->graph);
}

void use_block(Compiler *c, Block *block) {
    flow_use_block(&c->unit->graph, block);
}

void emit_name(Compiler *c, int opcode, const char *name) {
    emit(c, opcode, name_map_number(&c->unit->names, mangled(c, name)));
}

/* Constants ------------------------------------------------------------------------------------ */

static uint32_t const_slot(const Unit *unit, CodeConst value) {
    const void *key = value.code ? (const void *)value.code : (const void *)value.constant;
    uint32_t mask = unit->const_slot_count - 1;
    uint32_t slot = (uint32_t)hash_mix((uintptr_t)key) & mask;
    while (unit->const_slots[slot]) {
        CodeConst other = unit->consts[unit->const_slots[slot] - 1];
        if (other.code == value.code && other.constant == value.constant) break;
        slot = (slot + 1) & mask;
    }
    return slot;
}

/* `value` has been merged. */
static uint32_t add_const(Compiler *c, CodeConst value) {
    Unit *unit = c->unit;
    if (unit->const_count == unit->const_capacity) {
        unit->const_capacity = unit->const_capacity ? unit->const_capacity * 2 : 8;
        CodeConst *grown = arena_array(&c->scratch, CodeConst, unit->const_capacity);
        if (unit->const_count) memcpy(grown, unit->consts, sizeof *grown * unit->const_count);
        unit->consts = grown;
        unit->const_slot_count = unit->const_capacity * 2;
        unit->const_slots = arena_array(&c->scratch, uint32_t, unit->const_slot_count);
        for (uint32_t i = 0; i < unit->const_count; i++)
            unit->const_slots[const_slot(unit, grown[i])] = i + 1;
    }
    uint32_t slot = const_slot(unit, value);
    if (!unit->const_slots[slot]) {
        unit->consts[unit->const_count] = value;
        unit->const_slots[slot] = ++unit->const_count;
    }
    return unit->const_slots[slot] - 1;
}

uint32_t add_constant(Compiler *c, Constant *constant) {
    return add_const(c, constant_merge(&c->constants, (CodeConst){.constant = constant}));
}

void emit_constant(Compiler *c, Constant *constant) {
    emit(c, OP_LOAD_CONST, add_constant(c, constant));
}

Constant *none_constant(Compiler *c) {
    return constant_new(c->arena, CONSTANT_NONE);
}

void emit_none(Compiler *c) {
    emit_constant(c, none_constant(c));
}

Constant *name_constant(Compiler *c, const char *name) {
    return constant_str(c->arena, name, strlen(name));
}

void emit_string(Compiler *c, const char *text) {
    emit_constant(c, name_constant(c, text));
}

Constant *names_constant(Compiler *c, const char *const *names, size_t count) {
    Constant **items = arena_array(c->arena, Constant *, count + 1);
    for (size_t i = 0; i < count; i++) items[i] = name_constant(c, names[i]);
    return constant_tuple(c->arena, items, count);
}

void emit_code(Compiler *c, CodeUnit *code) {
    if (!code) return;
    emit(c, OP_LOAD_CONST, add_const(c, constant_merge(&c->constants, (CodeConst){.code = code})));
}

/* Names ---------------------------------------------------------------------------------------- */

const char *mangled(Compiler *c, const char *name) {
    return symtable_mangle(c->arena, c->unit->class_name, name);
}

bool check_name(Compiler *c, const char *name, ExprContext context) {
    if (context == CONTEXT_LOAD || strcmp(name, "__debug__") != 0) return true;
    problem_syntax(c->sink, location_here(c),
                   context == CONTEXT_STORE ? "cannot assign to __debug__"
                                            : "cannot delete __debug__");
    return false;
}

void emit_variable(Compiler *c, const char *name, ExprContext context) {
    static const int by_name[] = {OP_LOAD_NAME, OP_STORE_NAME, OP_DELETE_NAME};
    static const int global[] = {OP_LOAD_GLOBAL, OP_STORE_GLOBAL, OP_DELETE_GLOBAL};
    static const int fast[] = {OP_LOAD_FAST, OP_STORE_FAST, OP_DELETE_FAST};
    static const int deref[] = {OP_LOAD_DEREF, OP_STORE_DEREF, OP_DELETE_DEREF};
    if (!check_name(c, name, context)) return;
    Unit *unit = c->unit;
    bool function = unit->block->kind == BLOCK_FUNCTION;
    name = mangled(c, name);
    Scope scope = symtable_scope(unit->block, name);
    if (scope == SCOPE_FREE || scope == SCOPE_CELL) {
        int opcode = deref[context];
        if (context == CONTEXT_LOAD && unit->block->kind == BLOCK_CLASS)
            opcode = OP_LOAD_CLASSDEREF;
        const NameMap *map = scope == SCOPE_FREE ? &unit->free : &unit->cells;
        emit(c, opcode, (uint32_t)name_map_value(map, name, 0));
    } else if (scope == SCOPE_LOCAL && function) {
        emit(c, fast[context], name_map_number(&unit->locals, name));
    } else if (scope == SCOPE_GLOBAL_EXPLICIT || (scope == SCOPE_GLOBAL_IMPLICIT && function)) {
        uint32_t number = name_map_number(&unit->names, name);
        emit(c, global[context], context == CONTEXT_LOAD ? number << 1 : number);
    } else {
        emit(c, by_name[context], name_map_number(&unit->names, name));
    }
}

/* Units ---------------------------------------------------------------------------------------- */

/* The symbols of a scope (or with a flag), by name, numbered from `first`. */
static void number_symbols(NameMap *out, const SymBlock *block, Scope scope, int flag,
                           uint32_t first) {
    const NameMapEntry **sorted = name_map_sorted(&block->symbols);
    for (uint32_t i = 0; i < block->symbols.count; i++)
        if ((Scope)(sorted[i]->value >> SCOPE_SHIFT) == scope || (sorted[i]->value & flag))
            name_map_put(out, sorted[i]->name, first++);
}

static const char *make_qualname(Compiler *c, const Unit *unit) {
    const Unit *parent = unit->parent;
    if (!parent || parent->kind == UNIT_MODULE) return unit->name;
    if (unit->kind == UNIT_FUNCTION || unit->kind == UNIT_ASYNC_FUNCTION ||
        unit->kind == UNIT_CLASS) {
        const char *name = symtable_mangle(c->arena, parent->class_name, unit->name);
        if (symtable_scope(parent->block, name) == SCOPE_GLOBAL_EXPLICIT) return unit->name;
    }
    bool function = parent->kind == UNIT_FUNCTION || parent->kind == UNIT_ASYNC_FUNCTION ||
                    parent->kind == UNIT_LAMBDA;
    return arena_format(c->arena, "%s%s.%s", parent->qualname, function ? ".<locals>" : "",
                        unit->name);
}

void unit_enter(Compiler *c, const char *name, UnitKind kind, const void *node,
                int32_t first_line) {
    Unit *unit = arena_new(&c->scratch, Unit);
    unit->parent = c->unit;
    unit->kind = kind;
    unit->block = symtable_get(c->symbols, node);
    unit->name = name;
    unit->class_name = c->unit ? c->unit->class_name : NULL;
    unit->first_line = first_line;
    unit->names.arena = unit->locals.arena = unit->cells.arena = unit->free.arena = &c->scratch;
    for (size_t i = 0; i < unit->block->param_count; i++)
        name_map_number(&unit->locals, unit->block->params[i]);
    number_symbols(&unit->cells, unit->block, SCOPE_CELL, 0, 0);
    if (unit->block->needs_class_closure) name_map_put(&unit->cells, "__class__", 0);
    number_symbols(&unit->free, unit->block, SCOPE_FREE, DEF_FREE_CLASS, unit->cells.count);
    unit->qualname = make_qualname(c, unit);
    flow_init(&unit->graph, &c->scratch);
    c->unit = unit;
    unit->at = (CodeLocation){first_line, first_line, 0, 0};
    if (kind == UNIT_MODULE) unit->at.line = 0;
    emit(c, OP_RESUME, 0);
    unit->at.line = first_line;
}

void unit_leave(Compiler *c) {
    c->unit = c->unit->parent;
}

static uint32_t unit_flags(const Compiler *c) {
    const SymBlock *block = c->unit->block;
    uint32_t flags = c->flags;
    if (block->kind != BLOCK_FUNCTION) return flags;
    flags |= CODE_NEWLOCALS | CODE_OPTIMIZED;
    if (block->nested) flags |= CODE_NESTED;
    if (block->generator)
        flags |= block->coroutine ? CODE_ASYNC_GENERATOR : CODE_GENERATOR;
    else if (block->coroutine)
        flags |= CODE_COROUTINE;
    if (block->varargs) flags |= CODE_VARARGS;
    if (block->varkeywords) flags |= CODE_VARKEYWORDS;
    return flags;
}

/* The tuple of these names, merged with equal tuples of the compilation; only its address counts.
 */
static const void *names_identity(Compiler *c, const Text *names, uint32_t count) {
    Constant *tuple = constant_new(c->arena, CONSTANT_TUPLE);
    tuple->tuple.items = arena_array(c->arena, Constant *, count + 1);
    tuple->tuple.count = count;
    for (uint32_t i = 0; i < count; i++)
        tuple->tuple.items[i] = constant_str(c->arena, names[i].bytes, names[i].length);
    return constant_merge_one(&c->constants, (CodeConst){.constant = tuple}).constant;
}

static const void *consts_identity(Compiler *c, const CodeUnit *code) {
    for (uint32_t i = 0; i < code->const_count; i++)
        if (code->consts[i].code) return code->consts;
    Constant *tuple = constant_new(c->arena, CONSTANT_TUPLE);
    tuple->tuple.items = arena_array(c->arena, Constant *, code->const_count + 1);
    tuple->tuple.count = code->const_count;
    for (uint32_t i = 0; i < code->const_count; i++)
        tuple->tuple.items[i] = code->consts[i].constant;
    return constant_merge_one(&c->constants, (CodeConst){.constant = tuple}).constant;
}

static void fill_names(Compiler *c, CodeUnit *code) {
    const NameMap *names = &c->unit->names;
    code->name_count = names->count;
    code->names = arena_array(c->arena, Text, names->count + 1);
    for (uint32_t i = 0; i < names->count; i++) code->names[i] = text_of(names->entries[i].name);
}

/* `cell_slots` as in FlowResult. */
static void fill_slots(Compiler *c, CodeUnit *code, uint32_t *cell_slots) {
    const Unit *unit = c->unit;
    uint32_t most = unit->locals.count + unit->cells.count + unit->free.count, count = 0;
    code->slot_names = arena_array(c->arena, Text, most + 1);
    code->slot_kinds = arena_array(c->arena, uint8_t, most + 1);
    for (uint32_t i = 0; i < unit->locals.count; i++) {
        code->slot_names[count] = text_of(unit->locals.entries[i].name);
        code->slot_kinds[count++] = SLOT_LOCAL;
    }
    for (uint32_t i = 0; i < unit->cells.count; i++) {
        const char *name = unit->cells.entries[i].name;
        int64_t local = name_map_value(&unit->locals, name, -1);
        cell_slots[i] = local < 0 ? UINT32_MAX : (uint32_t)local;
        if (local >= 0) {
            code->slot_kinds[local] |= SLOT_CELL;
            continue;
        }
        code->slot_names[count] = text_of(name);
        code->slot_kinds[count++] = SLOT_CELL;
    }
    for (uint32_t i = 0; i < unit->free.count; i++) {
        code->slot_names[count] = text_of(unit->free.entries[i].name);
        code->slot_kinds[count++] = SLOT_FREE;
    }
    code->slot_count = count;
    code->local_count = unit->locals.count;
    code->cell_count = unit->cells.count;
    code->free_count = unit->free.count;
}

CodeUnit *unit_assemble(Compiler *c, bool add_none) {
    Unit *unit = c->unit;
    if (!flow_has_returned(&unit->graph)) {
        location_clear(c);
        if (add_none) emit_none(c);
        emit(c, OP_RETURN_VALUE, 0);
    }
    if (c->sink->failed) return NULL;

    CodeUnit *code = arena_new(c->arena, CodeUnit);
    code->name = text_of(unit->name);
    code->qualname = text_of(unit->qualname);
    code->filename = c->filename;
    code->argument_count = unit->positional_only_count + unit->argument_count;
    code->positional_only_count = unit->positional_only_count;
    code->keyword_only_count = unit->keyword_only_count;
    code->flags = unit_flags(c);
    uint32_t *cell_slots = arena_array(&c->scratch, uint32_t, unit->cells.count + 1);
    fill_names(c, code);
    fill_slots(c, code, cell_slots);
    FlowResult result = {
        .scratch = &c->scratch,
        .arena = c->arena,
        .table = &c->constants,
        .consts = unit->consts,
        .const_count = unit->const_count,
        .local_count = unit->locals.count,
        .cell_count = unit->cells.count,
        .free_count = unit->free.count,
        .cell_slots = cell_slots,
        .generator = unit->block->generator || unit->block->coroutine,
        .first_line = unit->first_line,
    };
    const char *problem = flow_finish(&unit->graph, &result, code);
    if (problem) {
        problem_unsupported(c->sink, (Location){unit->first_line, 0, unit->first_line, 0}, problem);
        return NULL;
    }
    code->consts_identity = consts_identity(c, code);
    code->names_identity = names_identity(c, code->names, code->name_count);
    code->slots_identity = names_identity(c, code->slot_names, code->slot_count);
    return code;
}

/* Future statements ---------------------------------------------------------------------------- */

static bool is_future_import(const Stmt *s) {
    return s->kind == STMT_IMPORT_FROM && s->import_from.module &&
           strcmp(s->import_from.module, "__future__") == 0;
}

/* CPython marks the start of the statement only. */
static Location start_of(const Stmt *s) {
    return (Location){s->at.line, s->at.column, s->at.line, -1};
}

static void read_future_names(Compiler *c, const Stmt *s) {
    static const char *const known[] = {"nested_scopes",    "generators",     "division",
                                        "absolute_import",  "with_statement", "print_function",
                                        "unicode_literals", "generator_stop"};
    for (size_t i = 0; i < s->import_from.names.count; i++) {
        const char *name = s->import_from.names.items[i]->name;
        if (strcmp(name, "annotations") == 0) {
            c->future_annotations = true;
            c->flags |= CODE_FUTURE_ANNOTATIONS;
            continue;
        }
        bool found = false;
        for (size_t k = 0; k < sizeof known / sizeof *known; k++)
            found = found || strcmp(name, known[k]) == 0;
        if (strcmp(name, "barry_as_FLUFL") == 0)
            problem_unsupported(c->sink, s->import_from.names.items[i]->at,
                                "from __future__ import barry_as_FLUFL");
        else if (strcmp(name, "braces") == 0)
            problem_syntax(c->sink, start_of(s), "not a chance");
        else if (!found)
            problem_syntax(c->sink, start_of(s), "future feature %s is not defined", name);
    }
}

/* Future statements come first, after the docstring. One that comes later is found here if it is on
 * the last line looked at, by emit_import_from otherwise. */
static void read_future(Compiler *c, StmtList body) {
    bool done = false;
    int previous = 0;
    for (size_t i = 0; i < body.count && !c->sink->failed; i++) {
        const Stmt *s = body.items[i];
        if (done && s->at.line > previous) return;
        previous = s->at.line;
        if (is_future_import(s)) {
            if (done) {
                Location at = start_of(s);
                at.column--; /* as CPython, which counts from 0 here */
                problem_syntax(c->sink, at,
                               "from __future__ imports must occur at the beginning of the file");
                return;
            }
            read_future_names(c, s);
            c->future_line = s->at.line;
        } else if (i > 0 || !fold_find_docstring(body)) {
            done = true;
        }
    }
}

/* Entry ---------------------------------------------------------------------------------------- */

static void generate(Compiler *c, Module *module, CompileMode mode) {
    unit_enter(c, "<module>", UNIT_MODULE, module, 1);
    if (mode == COMPILE_VALUE) {
        if (module->body.count == 1 && module->body.items[0]->kind == STMT_EXPR)
            visit_expr(c, module->body.items[0]->expr.value);
        else
            problem_syntax(c->sink, (Location){1, 0, 1, 0}, "invalid syntax");
    } else if (mode == COMPILE_INTERACTIVE) {
        c->interactive = true;
        if (has_annotations(module->body)) emit(c, OP_SETUP_ANNOTATIONS, 0);
        visit_stmts(c, module->body);
    } else {
        if (mode == COMPILE_SHOW_LAST && module->body.count)
            c->show_only = module->body.items[module->body.count - 1];
        emit_body(c, module->body);
    }
}

bool compile_module(Arena *arena, Module *module, const char *filename, CompileMode mode,
                    CodeUnit **out, SyntaxWarnings *warnings, SyntaxProblem *problem) {
    ProblemSink sink = {.arena = arena, .problem = problem};
    Compiler c = {.arena = arena, .sink = &sink, .warnings = warnings};
    c.constants.arena = arena;
    c.filename = (Text){arena_copy(arena, filename, strlen(filename)), strlen(filename)};
    read_future(&c, module->body);
    CodeUnit *code = NULL;
    if (!sink.failed) {
        fold_module(arena, module, c.future_annotations);
        c.symbols = symtable_build(arena, module, c.future_annotations, &sink);
    }
    if (c.symbols) {
        generate(&c, module, mode);
        code = unit_assemble(&c, mode != COMPILE_VALUE);
    }
    arena_deinit(&c.scratch);
    if (sink.failed) return false;
    *out = code;
    return true;
}

void compile_add_source_line(SyntaxProblem *problem, Text source) {
    if (problem->line < 1 || problem->has_text) return;
    const char *at = source.bytes, *end = source.bytes + source.length;
    for (int line = 1; line < problem->line && at < end; at++) line += *at == '\n';
    if (at >= end) return;
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    /* with its end, which counts where the marked part goes on in the next line */
    problem->text = (Text){at, (size_t)((stop ? stop + 1 : end) - at)};
    problem->has_text = true;
}
