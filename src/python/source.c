#include "python/source.h"

#include "python/code_object.h"
#include "python/output.h"

#include <string.h>

/* show_warning of CPython's _warnings.c. */
static void report_warnings(Vm *vm, const SyntaxWarnings *warnings, const SourceText *source) {
    TextBuffer text = {0};
    for (size_t i = 0; i < warnings->count; i++) {
        SyntaxProblem place = {.line = warnings->items[i].line};
        text_appendf(&text, "%s:%d: SyntaxWarning: %s\n", source->name, place.line,
                     warnings->items[i].message);
        if (source->has_lines) compile_add_source_line(&place, source->text);
        if (!place.has_text) continue;
        size_t start = strspn(place.text.bytes, " \t\f");
        text_append_string(&text, "  ");
        size_t stop = place.text.length;
        while (stop > start && place.text.bytes[stop - 1] == '\n') stop--;
        text_append(&text, place.text.bytes + start, stop - start);
        text_append_char(&text, '\n');
    }
    if (text.length) vm_write(vm, 2, text_cstr(&text), text.length);
    text_deinit(&text);
}

SourceResult source_compile(Vm *vm, Arena *arena, const SourceText *source, Ref *constants,
                            Ref *code, SyntaxProblem *problem) {
    SyntaxModule *module = NULL;
    CodeUnit *unit = NULL;
    SyntaxWarnings warnings = {0};
    if (!parse_module(arena, source->text, source->name, source->parse, &module, problem))
        return SOURCE_PROBLEM;
    SourceResult result = SOURCE_OK;
    bool compiled =
        compile_module(arena, module, source->name, source->compile, &unit, &warnings, problem);
    report_warnings(vm, &warnings, source);
    if (!compiled) {
        if (source->has_lines) compile_add_source_line(problem, source->text);
        result = SOURCE_PROBLEM;
    } else if (!code_object_make(vm, module, unit, source->filename, constants, code)) {
        result = SOURCE_HALTED;
    }
    module_deinit(module);
    return result;
}
