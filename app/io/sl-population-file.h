/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/population/sl-population.h"

#define SL_POPULATION_MIME_TYPE "application/x-starloom-population+json"

/* Descriptions of populations (JSON) and catalogues of galaxies (CSV or HDF5, as `eval` reads them).
 * templates: whose emission lines are known by name; NULL: a description that switches lines off is refused,
 * and none is written. */

/* Reads a description whole; of its catalogue, which is named relative to it, *catalogue holds the galaxies
 * (the caller's; sl_pop_catalogue_free()), NULL where it has none. FALSE with SL_ERROR_FILE, SL_ERROR_DATA or
 * SL_ERROR_PARAMETER, which name the file, the member, what was expected and what was found; *spec is then as
 * it was. */
gboolean sl_population_file_load (const char *path, const SlTemplates *templates, SlPopulationSpec *spec,
                                  SlPopCatalogue **catalogue, GError **error);
/* Writes a description, which reads back as the same. A catalogue is named relative to the description where
 * it lies in or below its folder, so that both can be moved together, and by its whole path elsewhere. */
gboolean sl_population_file_save (const char *path, const SlTemplates *templates,
                                  const SlPopulationSpec *spec, GError **error);
SlPopCatalogue *sl_population_catalogue_load (const char *path, GError **error);
/* The distributions of a catalogue: each parameter that differs from galaxy to galaxy with the catalogue's
 * own mean and scatter. Borrows it. */
void sl_population_use_catalogue (SlPopulationSpec *spec, const SlPopCatalogue *catalogue);
