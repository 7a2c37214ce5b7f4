#include "base/translate.h"

#include <libintl.h>
#include <locale.h>

static const char DOMAIN[] = "lastref";

const char *translate(const char *text) {
    return text[0] ? dgettext(DOMAIN, text) : text; /* of "" a catalogue tells its own head */
}

const char *translate_many(const char *one, const char *many, unsigned long number) {
    return dngettext(DOMAIN, one, many, number);
}

const char *translate_language(void) {
    /* Translators: the code of your language, as in the catalogue's file name: de, pt_BR. */
    const char *language = translate("English, by its code: en");
    return language[0] == 'E' ? "" : language;
}

const char *translate_open(const char *folder) {
    setlocale(LC_MESSAGES, "");
    bindtextdomain(DOMAIN, folder);
    bind_textdomain_codeset(DOMAIN, "UTF-8");
    return translate_language();
}
