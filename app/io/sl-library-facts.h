/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/ssp/sl-templates.h"

/* What a reader wants to know of a stellar library before trusting its numbers. */
typedef struct {
  char *title, *value;   /* plain text, translated: "Metals of the Sun", "Z = 0.02" */
} SlLibraryFact;

/* Name, initial mass function, metals, ages, wavelengths and their medium, resolution, gas, file. The number
 * of facts does not depend on the library: what it does not say is told as such. g_ptr_array_unref. */
GPtrArray *sl_library_facts (const SlTemplates *templates);
/* Name of a library for a label: as its file gives it, or the file's own name; g_free. */
char *sl_library_name (const SlTemplates *templates);
