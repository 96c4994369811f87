/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/ssp/sl-templates.h"

/* Most lines that one name sums. */
#define SL_MAX_SUMMED_LINES 4

/* Lines of a library, by their numbers there. */
typedef struct {
  guint n;
  guint line[SL_MAX_SUMMED_LINES];
} SlEmissionLines;

/* The lines that a name is for: a short name such as Halpha or OII3727, which may sum several, or a name of
 * the library such as "O III 5006.84". Letter case, blanks and brackets do not matter. FALSE with
 * SL_ERROR_OBSERVABLE, which lists the nearest names, where the library has no such line. */
gboolean sl_emission_lines_find (const SlTemplates *templates, const char *name, SlEmissionLines *lines,
                                 GError **error);
/* Markup of a name: "Hα", "[O III] 5007"; g_free. */
char *sl_emission_line_label (const char *name);
/* All short names, separated by blanks; g_free. */
char *sl_emission_line_names (void);
