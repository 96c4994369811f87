/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "ui/widgets/sl-number.h"

/* What people type in an entry for a number:
 *
 *   entry   = ["="] sum [unit]
 *   sum     = product {("+" | "−") product}
 *   product = factor {("×" | "·" | "*" | "x" | "/" | "÷") factor}
 *   factor  = {"+" | "−"} power
 *   power   = atom ["^" factor | superscript digits]
 *   atom    = number | "(" sum ")" | ("lg" | "log" | "log10") factor
 *   number  = digits with a decimal comma or point, and an exponent: 6,3e-2
 *
 * White space is allowed between all of these. The unit is that of the entry, or another one of time for a
 * unit of time. Reading takes a time that is linear in the text. */

/* How a number was written. */
typedef enum {
  SL_NUMBER_ALONE,      /* 6.3, 0.3+6 */
  SL_NUMBER_WITH_UNIT,  /* 6.3 Gyr, 6300 Myr */
  SL_NUMBER_EQUALS,     /* =6.3 */
  SL_NUMBER_LOGARITHM,  /* lg 6.3, log10 (6.3): the value is the logarithm */
} SlNumberForm;

/* Reads a text; unit: plain text, NULL or "": none. TRUE with the value, in the entry's unit; form may be
 * NULL. FALSE: *value is untouched and *why says what is wrong in a few words, translated (g_free); why may
 * be NULL. */
gboolean sl_number_entry_read (const char *text, const char *unit, SlNumberForm *form, double *value,
                               char **why);
