/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gpu/sl-gpu-load.h"

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "gpu/sl-gpu-engine.h"
#include "model/sl-error.h"

#define MODULE_NAME "starloom-cuda." G_MODULE_SUFFIX

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

const SlEngineClass *
sl_gpu_load (const char *path, GError **error)
{
  static GMutex mutex;
  static const SlEngineClass *known;
  static char *known_path;
  g_autofree char *file = path ? g_strdup (path) : find ();
  const SlEngineClass *klass = NULL;
  GModule *module;
  gpointer symbol = NULL;

  if (!file)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, _ ("the CUDA engine is missing: this copy of Starloom was built without it"));
      return NULL;
    }
  g_mutex_lock (&mutex);
  if (known && g_strcmp0 (known_path, file) == 0)
    {
      g_mutex_unlock (&mutex);
      return known;
    }
  module = g_module_open (file, G_MODULE_BIND_LOCAL);
  if (!module)
    g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, _ ("the CUDA engine cannot be loaded: %s"), g_module_error ());
  else if (!g_module_symbol (module, SL_GPU_SYMBOL, &symbol))
    g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, _ ("%s is no engine of Starloom: %s"), file, g_module_error ());
  else if (!(klass = sl_gpu_engine_class (((SlGpuModuleFunc) symbol) (), error)))
    g_prefix_error (error, "%s: ", file);
  if (klass)
    {
      /* Its code and its driver's threads stay until the program ends. */
      g_module_make_resident (module);
      known = klass;
      g_free (known_path);
      known_path = g_steal_pointer (&file);
    }
  else if (module)
    g_module_close (module);
  g_mutex_unlock (&mutex);
  return klass;
}
