/* What can be taken from the palette: each item is a statement that makes an object and names it,
 * some in several variants. */
#ifndef LASTREF_APP_PALETTE_ITEMS_H
#define LASTREF_APP_PALETTE_ITEMS_H

#include "base/text.h"
#include "timeline/snapshot.h"

/* What kind of name is offered for it. */
typedef enum NameKind { NAME_VARIABLE, NAME_CLASS, NAME_FUNCTION } NameKind;

typedef struct PaletteVariant {
    const char *label;     /* null: there is only this one */
    const char *statement; /* the first %s is the name, the second what it is made of */
    const char *before;    /* executed before it where what it is made of is missing; %s is that */
} PaletteVariant;

enum { PALETTE_VARIANTS = 3 };

typedef struct PaletteItem {
    const char *name, *label;
    ObjectClass class; /* its colour */
    NameKind named;
    PaletteVariant variants[PALETTE_VARIANTS];
    const char *of;   /* the class that it is an instance of */
    bool of_selected; /* it is made of the selected object */
    bool form;        /* it is asked for by the form of classes */
    const char *tip;
} PaletteItem;

const PaletteItem *palette_items(size_t *count);
/* Number of the item of that name; asserts that there is one. */
int palette_item_number(const char *name);
/* How many variants it has, at least one. */
int palette_variants(const PaletteItem *item);

#endif
