import numpy as np, json
from scipy import stats
import scipy
x=[2.1375,3.50711,8.2919,1.10373,4.44171,9.70313,3.31727,5.80919,7.13331,2.29113,6.61511,0.40087]
out={'scipy':scipy.__version__,'values':x,'cases':[]}
import statistics
for stat,f in [('mean',np.mean),('median',np.median),('std',lambda a,axis:np.std(a,axis=axis,ddof=1)),('variance',lambda a,axis:np.var(a,axis=axis,ddof=1))]:
    for m in ['BCa','percentile','basic']:
        r=stats.bootstrap((np.array(x),),f,n_resamples=2000,confidence_level=0.9,method=m,rng=np.random.default_rng(42),vectorized=True)
        out['cases'].append({'statistic':stat,'method':m,'low':r.confidence_interval.low,'high':r.confidence_interval.high,'standardError':r.standard_error,'first':list(map(float,r.bootstrap_distribution[:3]))})
import sys; json.dump(out, sys.stdout, indent=2)
