#include "app/sandbox/palette_items.h"

#include "base/translate.h"

#include <assert.h>
#include <string.h>

static const PaletteItem items[] = {
    {"palette.int",
     "int",
     OBJECT_NUMBER,
     NAME_VARIABLE,
     {{NULL, "%s = 1000", NULL}},
     .tip = N_("A whole number")},
    {"palette.float",
     "float",
     OBJECT_NUMBER,
     NAME_VARIABLE,
     {{NULL, "%s = 3.14", NULL}},
     .tip = N_("A number")},
    {"palette.str",
     "str",
     OBJECT_TEXT,
     NAME_VARIABLE,
     {{NULL, "%s = 'some text of its own'", NULL}},
     .tip = N_("A string")},
    {"palette.bool",
     "bool",
     OBJECT_NUMBER,
     NAME_VARIABLE,
     {{"True", "%s = True", NULL}, {"False", "%s = False", NULL}},
     .tip = N_("True or False: there is one of each")},
    {"palette.none",
     "None",
     OBJECT_NONE,
     NAME_VARIABLE,
     {{NULL, "%s = None", NULL}},
     .tip = N_("None: there is only one")},
    {"palette.list",
     "list",
     OBJECT_SEQUENCE,
     NAME_VARIABLE,
     {{NULL, "%s = []", NULL}},
     .tip = N_("An empty list")},
    {"palette.tuple",
     "tuple",
     OBJECT_SEQUENCE,
     NAME_VARIABLE,
     {{NULL, "%s = ([], 2)", NULL}},
     .tip = N_("A tuple, with a list in it")},
    {"palette.dict",
     "dict",
     OBJECT_MAPPING,
     NAME_VARIABLE,
     {{NULL, "%s = {}", NULL}},
     .tip = N_("An empty dict")},
    {"palette.set",
     "set",
     OBJECT_MAPPING,
     NAME_VARIABLE,
     {{NULL, "%s = {1, 2}", NULL}},
     .tip = N_("A set")},
    {"palette.object",
     "object",
     OBJECT_INSTANCE,
     NAME_VARIABLE,
     {{NULL, "%s = %s()", "class %s: pass"}},
     .of = "Node",
     .tip = N_("An instance that takes any attribute")},
    {"palette.slots",
     "slots",
     OBJECT_INSTANCE,
     NAME_VARIABLE,
     {{NULL, "%s = %s()", "class %s: __slots__ = ('x', 'y', '__weakref__')"}},
     .of = "Slim",
     .tip = N_("An instance with two slots")},
    {"palette.class",
     "class",
     OBJECT_CLASS,
     NAME_CLASS,
     {{NULL, "class %s: pass", NULL}},
     .form = true,
     .tip = N_("A class of your own")},
    {"palette.function",
     "function",
     OBJECT_FUNCTION,
     NAME_FUNCTION,
     {{N_("returns its argument"), "def %s(x): return x", NULL},
      {N_("keeps it in a default"), "def %s(x, kept=[]):\n    kept.append(x)\n    return kept",
       NULL},
      {N_("keeps it in a closure"), "%s = make_%s()",
       "def make_%s():\n    kept = []\n    def keep(x):\n        kept.append(x)\n"
       "        return kept\n    return keep"}},
     .tip = N_("A function, in one of three shapes")},
    {"palette.weakref",
     "weakref",
     OBJECT_WEAKREF,
     NAME_VARIABLE,
     {{NULL, "import weakref; %s = weakref.ref(%s)", NULL}},
     .of_selected = true,
     .tip = N_("A weak reference to the selected object")},
};

const PaletteItem *palette_items(size_t *count) {
    *count = sizeof items / sizeof *items;
    return items;
}

int palette_item_number(const char *name) {
    for (int i = 0; i < (int)(sizeof items / sizeof *items); i++) {
        if (strcmp(items[i].name, name) == 0) return i;
    }
    assert(!"no such item");
    return 0;
}

int palette_variants(const PaletteItem *item) {
    int count = 1;
    while (count < PALETTE_VARIANTS && item->variants[count].statement) count++;
    return count;
}
