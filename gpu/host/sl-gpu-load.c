/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gpu/host/sl-gpu-load.h"

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "gpu/host/sl-gpu-engine.h"
#include "model/support/sl-error.h"

#define MODULE_NAME "starloom-cuda." G_MODULE_SUFFIX

static int the_place = -1;

void
sl_gpu_set_place (int place)
{
  the_place = place;
}

int
sl_gpu_get_place (void)
{
  return the_place;
}

/* A file, or NULL where there is none. */
static char *
find (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = g_path_get_dirname (program ? program : ".");
  g_autofree char *built = g_build_filename (folder, "..", "gpu", MODULE_NAME, NULL);
  g_autofree char *installed = g_build_filename (SL_GPU_MODULE_DIR, MODULE_NAME, NULL);
  const char *wish = g_getenv ("STARLOOM_GPU_MODULE");

  if (wish)
    return g_strdup (wish);
  if (g_file_test (built, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&built);
  return g_file_test (installed, G_FILE_TEST_EXISTS) ? g_steal_pointer (&installed) : NULL;
}

gpointer
sl_gpu_load_symbol (const char *path, const char *name, GError **error)
{
  g_autofree char *file = path ? g_strdup (path) : find ();
  gpointer symbol = NULL;
  GModule *module;

  if (!file)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_ENGINE,
                   _ ("the CUDA engine is missing: this copy of Starloom was built without it"));
      return NULL;
    }
  if (!g_file_test (file, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, _ ("the CUDA engine is missing: there is no file %s"),
                   file);
      return NULL;
    }
  module = g_module_open (file, G_MODULE_BIND_LOCAL);
  if (!module)
    g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, _ ("the CUDA engine cannot be loaded: %s"),
                 g_module_error ());
  else if (!g_module_symbol (module, name, &symbol))
    g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, _ ("%s is no engine of Starloom: %s"), file,
                 g_module_error ());
  /* Its code and its driver's threads stay until the program ends. */
  if (symbol)
    g_module_make_resident (module);
  if (module)
    g_module_close (module);
  return symbol;
}

const SlEngineClass *
sl_gpu_load (const char *path, GError **error)
{
  static GMutex mutex;
  static const SlEngineClass *known;
  static gpointer known_symbol;
  g_autofree char *file = path ? g_strdup (path) : find ();
  gpointer symbol;
  const SlEngineClass *klass = NULL;

  g_mutex_lock (&mutex);
  symbol = sl_gpu_load_symbol (file, SL_GPU_SYMBOL, error);
  if (symbol && symbol == known_symbol)
    klass = known;
  else if (symbol && (klass = sl_gpu_engine_class (((SlGpuModuleFunc) symbol) (), error)))
    {
      known = klass;
      known_symbol = symbol;
    }
  else if (symbol)
    g_prefix_error (error, "%s: ", file);
  g_mutex_unlock (&mutex);
  return klass;
}
