"""FID by the code of the FID paper (Heusel et al. 2017), for `npm run study:metrics-speed`.

    python3 scipy_fid.py real.npy fake.npy

Prints {"fid": ...}, and the memory and processor time that it used on stderr.
"""

import json
import resource
import sys

import numpy as np
import scipy

real, fake = (np.load(path).astype(np.float64) for path in sys.argv[1:3])
mean = real.mean(axis=0) - fake.mean(axis=0)
one, other = np.cov(real, rowvar=False), np.cov(fake, rowvar=False)
root = scipy.linalg.sqrtm(one @ other)
print(json.dumps({"fid": mean @ mean + np.trace(one) + np.trace(other) - 2 * np.trace(root).real}))
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"kibibytes": used.ru_maxrss, "cpu": used.ru_utime}), file=sys.stderr)
