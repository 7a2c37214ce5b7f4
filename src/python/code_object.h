/* Code objects made from the compiler's result, and the constants and names they hold. */
#ifndef LASTREF_PYTHON_CODE_OBJECT_H
#define LASTREF_PYTHON_CODE_OBJECT_H

#include "python/syntax.h"
#include "python/vm.h"

/* Makes the objects of a module's constants in the order in which the parser and folding made them
 * and enters them into a new list, as CPython's arena holds them while a script runs; then the code
 * objects, inner ones first. `*arena` and `*code` are new references. `filename` is a str,
 * borrowed.
 *
 * Names are marked OBJECT_SHARED: CPython's parser holds one reference for each time it looked at
 * the word, so their counts follow from the source text in no simple way. The collector does not
 * run meanwhile. False with a halt. */
bool code_object_make(Vm *vm, const SyntaxModule *module, const CodeUnit *unit, Ref filename,
                      Ref *arena, Ref *code);

/* Marks the code and all code in it as not the script's: no line events, no frames shown. */
void code_object_hide(Vm *vm, Ref code);

#endif
