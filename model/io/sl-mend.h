/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Faults of files of spectra and filters that can be recognised and mended, but only if the user allows it:
 * names for --mend and $STARLOOM_MEND, separated by commas. Thread: any. */
typedef enum {
  SL_MEND_NM = 1 << 0,       /* nm: wavelengths in nm become Angstrom */
  SL_MEND_UM = 1 << 1,       /* um: from micrometres */
  SL_MEND_M = 1 << 2,        /* m: from metres */
  SL_MEND_REVERSED = 1 << 3, /* reversed: curves whose wavelengths decrease are turned round */
  SL_MEND_PERCENT = 1 << 4,  /* percent: transmissions in percent are divided by 100 */
} SlMend;

/* Reads such a list (NULL: none). FALSE with SL_ERROR_PARAMETER, which names all. */
gboolean sl_mend_parse (const char *list, SlMend *mend, GError **error);
/* Those of $STARLOOM_MEND; unknown names do not count. */
SlMend sl_mend_environment (void);
/* The unit of wavelengths that a text such as an attribute `units` names; 0: Angstrom, or none of these. */
SlMend sl_mend_unit (const char *text);
/* The unit for people; of exactly one unit. */
const char *sl_mend_title (SlMend unit);
/* Factor to Angstrom; of exactly one unit. */
double sl_mend_factor (SlMend unit);
/* The unit to convert from: the suspected one if it is allowed, else another one that the user allows, who
 * knows better; 0: none. */
SlMend sl_mend_choose_unit (SlMend suspected, SlMend allowed);
/* SL_ERROR_DATA: the message with a hint how to allow these mends. Returns FALSE. */
gboolean sl_mend_refuse (GError **error, SlMend mend, const char *file, const char *dataset,
                         const char *format, ...) G_GNUC_PRINTF (5, 6);
/* Appends "file: dataset: …" as a line to notes. */
void sl_mend_tell (GString *notes, const char *file, const char *dataset, const char *format, ...)
    G_GNUC_PRINTF (4, 5);
/* Turns the order of n numbers round. */
void sl_mend_reverse (double *x, guint n);
