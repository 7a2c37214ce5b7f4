/* The methods of str, by topic: str_search.c (finding, splitting, replacing), str_case.c (case and
 * classes), str_layout.c (padding, stripping, joining, translating), str_codec.c (bytes),
 * str_format.c and str_percent.c (formatting). Each is a NativeCall of the table in str_type.c,
 * unless said otherwise. */
#ifndef LASTREF_PYTHON_STR_METHODS_H
#define LASTREF_PYTHON_STR_METHODS_H

#include "python/number_convert.h"

/* str_search.c */
/* Where `part` stands in [start, stop) of `whole`, -1 if nowhere; the first or the last place. */
int64_t str_search(const Heap *heap, Ref whole, Ref part, int64_t start, int64_t stop, bool last);
int str_contains(Vm *vm, Ref self, Ref part);
Ref str_find_method(Vm *vm, Ref self, Args args);
Ref str_rfind_method(Vm *vm, Ref self, Args args);
Ref str_index_method(Vm *vm, Ref self, Args args);
Ref str_rindex_method(Vm *vm, Ref self, Args args);
Ref str_count_method(Vm *vm, Ref self, Args args);
Ref str_startswith(Vm *vm, Ref self, Args args);
Ref str_endswith(Vm *vm, Ref self, Args args);
Ref str_removeprefix(Vm *vm, Ref self, Args args);
Ref str_removesuffix(Vm *vm, Ref self, Args args);
Ref str_replace(Vm *vm, Ref self, Args args);

/* str_split.c */
Ref str_split(Vm *vm, Ref self, Args args);
Ref str_rsplit(Vm *vm, Ref self, Args args);
Ref str_splitlines(Vm *vm, Ref self, Args args);
Ref str_partition(Vm *vm, Ref self, Args args);
Ref str_rpartition(Vm *vm, Ref self, Args args);

/* str_case.c */
Ref str_lower(Vm *vm, Ref self, Args args);
Ref str_upper(Vm *vm, Ref self, Args args);
Ref str_title(Vm *vm, Ref self, Args args);
Ref str_capitalize(Vm *vm, Ref self, Args args);
Ref str_swapcase(Vm *vm, Ref self, Args args);
Ref str_casefold(Vm *vm, Ref self, Args args);
Ref str_isalpha(Vm *vm, Ref self, Args args);
Ref str_isdigit(Vm *vm, Ref self, Args args);
Ref str_isdecimal(Vm *vm, Ref self, Args args);
Ref str_isnumeric(Vm *vm, Ref self, Args args);
Ref str_isalnum(Vm *vm, Ref self, Args args);
Ref str_isspace(Vm *vm, Ref self, Args args);
Ref str_islower(Vm *vm, Ref self, Args args);
Ref str_isupper(Vm *vm, Ref self, Args args);
Ref str_istitle(Vm *vm, Ref self, Args args);
Ref str_isidentifier(Vm *vm, Ref self, Args args);
Ref str_isprintable(Vm *vm, Ref self, Args args);
Ref str_isascii(Vm *vm, Ref self, Args args);

/* str_layout.c */
Ref str_center(Vm *vm, Ref self, Args args);
Ref str_ljust(Vm *vm, Ref self, Args args);
Ref str_rjust(Vm *vm, Ref self, Args args);
Ref str_zfill(Vm *vm, Ref self, Args args);
Ref str_expandtabs(Vm *vm, Ref self, Args args);
Ref str_strip(Vm *vm, Ref self, Args args);
Ref str_lstrip(Vm *vm, Ref self, Args args);
Ref str_rstrip(Vm *vm, Ref self, Args args);
Ref str_join(Vm *vm, Ref self, Args args);
Ref str_translate(Vm *vm, Ref self, Args args);
Ref str_maketrans(Vm *vm, Ref self, Args args);

/* str_codec.c */
Ref str_encode(Vm *vm, Ref self, Args args);
/* bytes.decode and str(bytes, encoding, errors); names may be null. New str. */
Ref bytes_decode(Vm *vm, Ref bytes, Ref encoding, Ref errors);
/* bytes(str, encoding, errors). New bytes. */
Ref str_encode_as(Vm *vm, Ref string, Ref encoding, Ref errors);

/* str_format.c */
Ref str_format(Vm *vm, Ref self, Args args);
Ref str_format_map(Vm *vm, Ref self, Args args);

/* str_percent.c: a BINARY_REMAINDER slot */
Ref str_percent(Vm *vm, Ref format, Ref values);

#endif
