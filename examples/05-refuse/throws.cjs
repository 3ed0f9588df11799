throw new Error('a package that throws while it loads');
