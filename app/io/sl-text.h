/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-parameters.h"

/* Numbers, lists and names in texts that people type: on the command line, in settings and in files. Numbers
 * are those of the C locale. Any thread. */

/* A whole text as a finite number; blanks around it are allowed. FALSE if it is not one. */
gboolean sl_text_to_number (const char *text, double *value);
/* The shortest text that reads back as the same number; g_free. */
char *sl_text_from_number (double value);
/* The names in a list separated by commas, without blanks around them and without empty ones. g_strfreev. */
char **sl_text_split (const char *list);
/* Splits a line of CSV into fields without quotes and surrounding blanks: parts of the line, which is
 * changed. fields is filled, NULL-terminated. FALSE if a quote does not end. Millions of lines pass: nothing
 * is allocated. */
gboolean sl_text_split_fields (char *line, char separator, GPtrArray *fields);
/* Text without Pango markup; g_free. */
char *sl_text_from_markup (const char *markup);
/* The one of n names that is most similar to what was typed; NULL if none is similar. */
const char *sl_text_nearest (const char *typed, const char *const *names, guint n);
/* The parameter of that name, or -1 with SL_ERROR_PARAMETER, which suggests a similar name. */
int sl_text_to_parameter (const char *name, GError **error);
/* Adds a word to a shell command, quoted only if the shell would change it. */
void sl_text_add_word (GString *command, const char *word);
/* Adds an option with its value; value NULL adds nothing. */
void sl_text_add_option (GString *command, const char *option, const char *value);
/* "name (0), name (1), …" of n names; g_free. */
char *sl_text_join (guint n, const char *(*name) (guint i));
