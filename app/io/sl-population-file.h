/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/population/sl-population.h"

#define SL_POPULATION_MIME_TYPE "application/x-starloom-population+json"

/* Descriptions of populations (JSON) and catalogues of galaxies (CSV or HDF5, as `eval` reads them). Members
 * of the JSON are the rows of sl-population-fields.c. templates: they give names to emission lines; NULL: a
 * description that switches lines off is refused, and none is written. */

/* Reads a description. *catalogue: its catalogue, whose path is relative to the file; the caller's
 * (sl_pop_catalogue_free()), or NULL. FALSE with SL_ERROR_FILE, SL_ERROR_DATA or SL_ERROR_PARAMETER, which
 * name the file, the member, what was expected and what was found; *spec is then unchanged. */
gboolean sl_population_file_load (const char *path, const SlTemplates *templates, SlPopulationSpec *spec,
                                  SlPopCatalogue **catalogue, GError **error);
/* Writes a description, which reads back to the same bits. The path of a catalogue in or below the file's
 * folder is written relative to it, so that both can be moved together. FALSE with SL_ERROR_FILE. */
gboolean sl_population_file_save (const char *path, const SlTemplates *templates,
                                  const SlPopulationSpec *spec, GError **error);
/* Reads a catalogue; the caller's. NULL with SL_ERROR_FILE, SL_ERROR_DATA or SL_ERROR_PARAMETER. */
SlPopCatalogue *sl_population_catalogue_load (const char *path, GError **error);
/* Takes distributions from a catalogue: each parameter that differs between its galaxies gets the catalogue's
 * mean and scatter. spec borrows the catalogue. */
void sl_population_use_catalogue (SlPopulationSpec *spec, const SlPopCatalogue *catalogue);
