import numpy as np, json, sys
out={'numpy':np.__version__}
h=lambda a:[hex(int(x)) for x in a]
S=[0,42,2**100,[1,2,3]]
for name in ['PCG64','PCG64DXSM','Philox']:
    C=getattr(np.random,name); o={}
    o['raw']=[h(C(s).random_raw(8)) for s in S]
    b=C(42); r=np.random.Generator(b); 
    o['uint32']=[int(x) for x in r.integers(0,2**32,size=5,dtype=np.uint32)]
    b=C(42).jumped(); o['jumped']=h(b.random_raw(4))
    b=C(42).jumped(3); o['jumped3']=h(b.random_raw(4))
    b=C(42); r=np.random.Generator(b); o['uniform']=[float(x).hex() for x in r.random(5)]
    o['normal']=[float(x).hex() for x in r.standard_normal(8)]
    z=np.random.Generator(C(7)).standard_normal(200000); o['normal_tail']=[float(np.abs(z).max()).hex(), int((np.abs(z)>3.6541528853610088).sum())]
    import hashlib; o['normal_sha256']=hashlib.sha256(z.astype('<f8').tobytes()).hexdigest()
    o['integers10']=[int(x) for x in r.integers(0,10,size=8)]
    o['integers_wide']=[int(x) for x in r.integers(-2**52,2**52,size=6)]
    o['integers_full32']=[int(x) for x in r.integers(0,2**32,size=4)]
    o['uniform_range']=[float(x).hex() for x in r.uniform(-3,5,4)]
    o['normal_range']=[float(x).hex() for x in r.normal(10,0.5,4)]
    p=np.arange(12); r.shuffle(p); o['shuffle']=[int(x) for x in p]
    out[name]=o
out['spawn']=[h(np.random.PCG64(s).random_raw(2)) for s in np.random.SeedSequence(42).spawn(3)]
out['spawn2']=[h(np.random.PCG64(s).random_raw(2)) for s in np.random.SeedSequence([1,2,3,4,5]).spawn(2)[1].spawn(2)]
out['seedseq']=[h(np.random.SeedSequence(s).generate_state(3,np.uint64)) for s in [0,1,2**32,2**200,[5,6],[2**40,1]]]
json.dump(out, sys.stdout, indent=1)
