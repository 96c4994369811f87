/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gpu/host/sl-gpu-why.h"

#include <glib/gi18n-lib.h>

#include "model/support/sl-error.h"

#define MIB (1024.0 * 1024.0)

/* CUDA's 12020 is 12.2. */
static char *
version_text (int version)
{
  return g_strdup_printf ("%d.%d", version / 1000, version % 1000 / 10);
}

static char *
text_of (const SlGpuWhy *why)
{
  g_autofree char *driver = version_text (why->driver), *runtime = version_text (why->runtime);

  switch (why->kind)
    {
    case SL_GPU_WHY_NO_DRIVER:
      return g_strdup (_ ("no NVIDIA driver is installed"));
    case SL_GPU_WHY_OLD_DRIVER:
      return g_strdup_printf (_ ("the NVIDIA driver is for CUDA %s, this copy of Starloom for CUDA %s; "
                                 "install a newer driver"),
                              driver, runtime);
    case SL_GPU_WHY_NUMBER:
      if (!why->count)
        return g_strdup (_ ("the NVIDIA driver finds no device"));
      return g_strdup_printf (_ ("STARLOOM_GPU_DEVICE: expected a number of a device from 0 to %d, "
                                 "found “%s”"),
                              why->count - 1, why->call);
    case SL_GPU_WHY_NO_CODE:
      return g_strdup_printf (_ ("this copy of Starloom was built without code for this kind of device (%s); "
                                 "the build option gpu_archs names the kinds"),
                              why->call);
    case SL_GPU_WHY_MEMORY:
      return g_strdup_printf (_ ("its memory is too small: %.1f MiB are needed, and %.1f MiB are free; end "
                                 "other programs that use the device"),
                              why->needed / MIB, why->free / MIB);
    case SL_GPU_WHY_STOPPED:
      return g_strdup (_ ("an earlier error stopped the device; start Starloom again to use it again"));
    case SL_GPU_WHY_CALL:
    default:
      return why->stopped
                 ? g_strdup_printf (_ ("%s; start Starloom again to use the device again"), why->call)
                 : g_strdup (why->call);
    }
}

gboolean
sl_gpu_why_error (const SlGpuWhy *why, const char *device, GError **error)
{
  g_autofree char *text = text_of (why);

  g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, "%s%s%s", device, *device ? ": " : "", text);
  return FALSE;
}

gboolean
sl_gpu_why_refused (const SlGpuWhy *why, GError **error)
{
  g_autofree char *device = g_strconcat ("CUDA", *why->device ? ", " : "", why->device, NULL);

  return sl_gpu_why_error (why, device, error);
}
