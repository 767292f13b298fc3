import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

from promptstudio.analysis.ranks import mean_ranks


@pytest.mark.parametrize("seed", range(3))
def test_ranks_are_those_of_scipy(seed: int) -> None:
    values = np.random.default_rng(seed).integers(-3, 4, 20).astype(float)
    assert mean_ranks(values).tolist() == stats.rankdata(values).tolist()


def test_the_statistics_of_a_study_load_no_large_library() -> None:
    code = (
        "import sys, numpy as np\n"
        "from promptstudio.analysis.intervals import mean_interval\n"
        "from promptstudio.analysis.paired import wilcoxon_p\n"
        "from promptstudio.analysis.ranking import ndcg, spearman\n"
        "values = np.arange(1.0, 99.0)\n"
        "wilcoxon_p(values), ndcg(values, values), spearman(values, values)\n"
        "mean_interval([0.1, 0.2])\n"
        "print(sorted({'scipy.stats', 'sklearn', 'pandas'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[]\n", "")
